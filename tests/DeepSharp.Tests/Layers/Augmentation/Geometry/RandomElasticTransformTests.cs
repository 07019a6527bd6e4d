using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Geometry;

public class RandomElasticTransformTests
{
    // The definition in doubles: noise of deviation sigma, blurred with sigma, times alpha.
    [Fact]
    public void Pixels_come_from_where_blurred_noise_says()
    {
        const int Height = 20, Width = 24;
        var layer = new RandomElasticTransform((1, 1), (1, 1), valueRange: (-2, 2), seed: 3);
        Tensor x = LayerTester.RandomInput([1, Height, Width, 1]);
        ImageTransformation drawn = new RandomElasticTransform((1, 1), (1, 1), seed: 3).Draw(x.Shape, training: true);
        double alpha = 0.1 * Width, sigma = 0.05 * Height;
        double[] dx = Blurred(drawn.Noise([Height, Width, 1])), dy = Blurred(drawn.Noise([Height, Width, 1], 1));
        float[] y = layer.Apply(x, training: true).ToArray();
        for (int i = 0; i < y.Length; i += 7)
        {
            double[] move = [1, 0, dx[i], 0, 1, dy[i], 0, 0];
            double want = SamplingReference.Run([.. x.ToArray().Select(value => (double)value)], x.Shape, move, "reflect", true, 0)[i];
            Assert.Equal(want, y[i], 1e-4);
        }

        double[] Blurred(Tensor noise)
        {
            int size = (int)(6 * sigma) | 1, half = size / 2;
            double[] weights = [.. Enumerable.Range(-half, size).Select(i => Math.Exp(-0.5 * i * i / (sigma * sigma)))];
            double sum = weights.Sum();
            float[] values = noise.ToArray();
            return
            [
                .. from row in Enumerable.Range(0, Height)
                   from column in Enumerable.Range(0, Width)
                   select alpha * sigma * (from r in Enumerable.Range(0, size)
                                           from c in Enumerable.Range(0, size)
                                           let fromRow = row + r - half
                                           let fromColumn = column + c - half
                                           where fromRow is >= 0 and < Height && fromColumn is >= 0 and < Width
                                           select weights[r] / sum * weights[c] / sum * values[fromRow * Width + fromColumn]).Sum(),
            ];
        }
    }

    [Fact]
    public void Masks_move_along_and_boxes_cannot()
    {
        var layer = new RandomElasticTransform(1, (1, 1), "nearest", valueRange: (0, 1), seed: 1) { BoundingBoxFormat = "xyxy" };
        Tensor x = Tensor.RandomUniform([2, 16, 16, 1], seed: 2);
        ImageBatch moved = layer.Apply(new ImageBatch(x) { SegmentationMasks = x });
        Assert.Equal(moved.Images.ToArray(), moved.SegmentationMasks!.ToArray());
        var boxes = new ImageBoxes(Tensor.Ones([2, 1, 4]), Tensor.Ones([2, 1]));
        Assert.Contains("cannot say what becomes of them",
            Assert.Throws<NotSupportedException>(() =>
                layer.Apply(new ImageBatch(x) { BoundingBoxes = boxes })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_chance_or_strength_images_stay()
    {
        Tensor x = Tensor.RandomUniform([2, 8, 9, 3], 0, 255, seed: 2);
        Assert.Equal(x.ToArray(), new RandomElasticTransform(0).Apply(x, training: true).ToArray());
        Assert.Equal(x.ToArray(), new RandomElasticTransform(1, 0).Apply(x, training: true).ToArray());
        Statistics.AssertShare([.. Statistics.Column(new RandomElasticTransform((0.4, 0.4), seed: 1), 0).Select(value => value == 1)], 0.4);
    }
}
