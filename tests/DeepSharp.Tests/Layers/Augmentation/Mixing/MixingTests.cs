using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Augmentation.Mixing;

/// <summary>Augmentations that are made of others, or of several images.</summary>
public class MixingTests
{
    private static readonly Tensor s_images = Tensor.RandomUniform([12, 9, 11, 3], 60, 200, seed: 2);
    private static readonly Tensor s_labels = Tensor.OneHot([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 3);

    [Fact]
    public void MixUp_mixes_images_labels_and_masks_alike()
    {
        var layer = new MixUp(0.4, seed: 1) { BoundingBoxFormat = "xyxy" };
        ImageTransformation drawn = new MixUp(0.4, seed: 1).Draw(s_images.Shape, training: true);
        var boxes = new ImageBoxes(Tensor.Range(0, 48).Reshape([12, 1, 4]), Tensor.Range(0, 12).Reshape([12, 1]));
        ImageBatch mixed = layer.Apply(new ImageBatch(s_images) { Labels = s_labels, SegmentationMasks = s_images, BoundingBoxes = boxes });
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), Enumerable.Range(0, 12).Select(i => drawn[i][1]).Order());
        for (int i = 0; i < 12; i++)
        {
            (float share, int other) = (drawn[i][0], (int)drawn[i][1]);
            Assert.InRange(share, 0, 1);
            double[] want = [.. Row(s_images, i).Zip(Row(s_images, other), (a, b) => share * (double)a + (1 - share) * (double)b)];
            TestData.AssertClose(want, Row(mixed.Images, i), 1e-3, 0, "image");
            Assert.Equal(Row(mixed.Images, i), Row(mixed.SegmentationMasks!, i));
            TestData.AssertClose(
                [.. Row(s_labels, i).Zip(Row(s_labels, other), (a, b) =>
                    share * (double)a + (1 - share) * (double)b)], Row(mixed.Labels!, i), 1e-6, 0, "label");
            Assert.Equal(Row(boxes.Boxes, i).Concat(Row(boxes.Boxes, other)), Row(mixed.BoundingBoxes!.Boxes, i));
            Assert.Equal([i, other], Row(mixed.BoundingBoxes.Labels, i));
        }

        // The variance of beta(a, a) is 1 / (4 (2a + 1)).
        double[] shares = Statistics.Column(new MixUp(2, seed: 1), 0);
        Assert.InRange(shares.Average(), 0.48, 0.52);
        Assert.InRange(shares.Average(value => (value - 0.5) * (value - 0.5)), 0.045, 0.055);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixUp(0));
    }

    [Fact]
    public void CutMix_mixes_labels_by_the_area()
    {
        var layer = new CutMix(seed: 1) { BoundingBoxFormat = "xyxy" };
        ImageTransformation drawn = new CutMix(seed: 1).Draw(s_images.Shape, training: true);
        ImageBatch mixed = layer.Apply(new ImageBatch(s_images) { Labels = s_labels, SegmentationMasks = s_images });
        Assert.Equal(mixed.Images.ToArray(), mixed.SegmentationMasks!.ToArray());
        for (int i = 0; i < 12; i++)
        {
            float[] numbers = drawn[i].ToArray(), own = Row(s_images, i), other = Row(s_images, (int)numbers[5]), got = Row(mixed.Images,
                i);
            for (int pixel = 0; pixel < 99; pixel++)
            {
                (int row, int column) = Math.DivRem(pixel, 11);
                bool isInside = column >= numbers[0] && column < numbers[1] && row >= numbers[2] && row < numbers[3];
                Assert.Equal((isInside ? other : own)[(3 * pixel)..(3 * pixel + 3)], got[(3 * pixel)..(3 * pixel + 3)]);
            }

            double share = 1 - (numbers[1] - numbers[0]) * (numbers[3] - numbers[2]) / 99.0;
            TestData.AssertClose(
                [.. Row(s_labels, i).Zip(Row(s_labels, (int)numbers[5]), (a, b) =>
                    share * a + (1 - share) * b)], Row(mixed.Labels!, i), 1e-5, 0, "label");
        }

        Assert.Throws<NotSupportedException>(() => layer.Apply(
            new ImageBatch(s_images) { BoundingBoxes = new(Tensor.Ones([12, 1, 4]), Tensor.Ones([12, 1])) }));
    }

    [Fact]
    public void RandAugment_applies_what_it_chose_to_images_boxes_and_masks()
    {
        var chosen = new HashSet<float>();
        for (int seed = 0; seed < 60; seed++)
        {
            RandAugment layer = Make(seed);
            ImageTransformation drawn = Make(seed).Draw(s_images.Shape, training: true);
            int choice = (int)drawn[0][0];
            chosen.Add(choice);
            Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(choice, drawn[i][0]));
            ImageTransformation part = layer.Inside.Part(choice, drawn, 1 + layer.Inside.StartOf(choice));
            var boxes = new ImageBoxes(Tensor.Ones([12, 1, 4]) * Tensor.From([2, 2, 8, 6], [4]), Tensor.Ones([12, 1]));
            ImageBatch got = layer.Apply(new ImageBatch(s_images)
            {
                BoundingBoxes = boxes,
                SegmentationMasks = s_images,
                Labels = s_labels
            });
            Assert.Equal(layer.Inside[choice].TransformImages(s_images, part).ToArray(), got.Images.ToArray());
            Assert.Equal(layer.Inside[choice].TransformBoundingBoxes(boxes, part).Boxes.ToArray(), got.BoundingBoxes!.Boxes.ToArray());
            Assert.Equal(layer.Inside[choice].TransformSegmentationMasks(s_images, part).ToArray(), got.SegmentationMasks!.ToArray());
            Assert.Same(s_labels, got.Labels);
        }

        Assert.Equal(11, chosen.Count);

        static RandAugment Make(int seed) => new(numOps: 1, factor: 0.3, seed: seed) { BoundingBoxFormat = "xyxy" };
    }

    [Fact]
    public void AugMix_stays_within_what_its_chains_make()
    {
        var layer = new AugMix(numChains: 2, chainDepth: 1, allOps: false, seed: 4);
        ImageTransformation drawn = new AugMix(numChains: 2, chainDepth: 1, allOps: false, seed: 4).Draw(s_images.Shape, training: true);
        float[] numbers = drawn[0].ToArray();
        Assert.Equal(1, numbers[1] + numbers[2], 1e-5);
        double[] want = [.. s_images.ToArray().Select(value => (double)numbers[0] * value)];
        for (int chain = 0; chain < 2; chain++)
        {
            int place = 3 + chain * (1 + layer.Inside.MostNumbers), choice = (int)numbers[place];
            Tensor changed = choice == layer.Inside.Count ? s_images
                : layer.Inside[choice].TransformImages(s_images, layer.Inside.Part(choice, drawn, place + 1));
            want = [.. want.Zip(changed.ToArray(), (sum, value) => sum + (1 - numbers[0]) * (double)numbers[1 + chain] * value)];
        }

        TestData.AssertClose(want, layer.Apply(s_images, training: true).Span, 1e-2, 0, "mixture");
    }

    [Fact]
    public void A_jitter_is_its_parts_one_after_the_other()
    {
        Tensor once = new RandomColorJitter((0, 255), (0.1, 0.1), (0, 0), (0.25, 0.25), null).Apply(s_images, training: true);
        Tensor apart = new RandomSaturation((0.25, 0.25)).Apply(new RandomContrast((0, 0)).Apply(new RandomBrightness((0.1,
            0.1)).Apply(s_images)));
        TestData.AssertClose([.. apart.ToArray().Select(value => (double)value)], once.Span, 1e-3, 0, "jitter");
        Assert.Equal(s_images.ToArray(), new RandomColorJitter().Apply(s_images, training: true).ToArray());
        var all = new RandomColorJitter((0, 1), 0.1, 0.2, 0.3, 0.4, seed: 1);
        Statistics.AssertUniform(Statistics.Column(all, 0), -0.1, 0.1);
        Statistics.AssertUniform(Statistics.Column(all, 1), 1, 1.2);
        Assert.Equal(4, all.Draw([1, 2, 2, 3], training: true).Numbers.Size);
    }

    [Fact]
    public void A_pipeline_is_its_layers_one_after_the_other()
    {
        Pipeline Make() => new([new RandomFlip(seed: 1) { BoundingBoxFormat = "xyxy" }, new Rescaling(0.5), new RandomCrop(4, 5,
            seed: 2) { BoundingBoxFormat = "xyxy" }], "p");
        Tensor want = new RandomCrop(4, 5, seed: 2).Apply(new RandomFlip(seed: 1).Apply(s_images)) * 0.5f;
        Assert.Equal(want.ToArray(), Make().Apply(s_images).ToArray());
        Assert.Equal([12, 4, 5, 3], Make().ComputeOutputShape([12, 9, 11, 3]).ToArray());
        LayerTester.CheckConfig(Make);
        Assert.Equal(["layers", "name"], Make().ToConfig()["config"]!.AsObject().Select(entry => entry.Key).Order());
        LayerTester.CheckAllocations(Make, [2, 9, 11, 3]);
        ImageBatch moved = Make().Apply(new ImageBatch(s_images)
        {
            Labels = s_labels,
            BoundingBoxes = new(Tensor.Ones([12, 1, 4]), Tensor.Ones([12, 1])),
        });
        Assert.Equal(want.ToArray(), moved.Images.ToArray());
        Assert.Same(s_labels, moved.Labels);
        Assert.Throws<ArgumentException>(() => new Pipeline([]));
        Assert.Throws<ArgumentException>(() => new Pipeline([new StringLookup(vocabulary: ["a"])]));
    }

    [Fact]
    public void A_pipeline_has_the_weights_of_its_layers()
    {
        var pipeline = new Pipeline([new Dense(3), new Dense(2)], "p");
        var model = new Sequential(new Input([4]), pipeline);
        Assert.Equal(4, model.TrainableWeights.Count);
        Assert.Contains("p/dense", model.Weights[0].Path, StringComparison.Ordinal);
        Assert.False(pipeline.RunsAhead);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, -1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void Counts_that_make_no_sense_are_refused(int chains, int depth)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AugMix(numChains: chains, chainDepth: depth));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandAugment(numOps: chains == 1 ? depth : chains == 3 ? depth : chains));
    }

    private static float[] Row(Tensor tensor, int row) => tensor.Slice(row, 1).ToArray();
}
