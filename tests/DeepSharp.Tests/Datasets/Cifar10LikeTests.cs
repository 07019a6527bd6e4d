using System.Security.Cryptography;
using DeepSharp.Datasets;

namespace DeepSharp.Tests.Datasets;

public class Cifar10LikeTests
{
    [Fact]
    public void It_has_the_shapes_of_cifar10()
    {
        var ((images, labels), (testImages, testLabels)) = Cifar10Like.Generate();

        Assert.Equal([2000, 32, 32, 3], images.Shape);
        Assert.Equal([2000, 1], labels.Shape);
        Assert.Equal([500, 32, 32, 3], testImages.Shape);
        Assert.Equal([500, 1], testLabels.Shape);
        Assert.Equal(typeof(byte), images.ElementType);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bytes_everywhere()
    {
        var data = Cifar10Like.Generate(40, 20, seed: 7);

        Assert.Equal("e7a3cd91668dbc51", Checksum(data.Train.Images, data.Test.Images));
    }

    [Fact]
    public void Seeds_and_splits_differ()
    {
        var seven = Cifar10Like.Generate(20, 20, seed: 7);
        var eight = Cifar10Like.Generate(20, 20, seed: 8);
        var negative = Cifar10Like.Generate(20, 20, seed: -7);

        DataArray[] images =
        [
            seven.Train.Images, seven.Test.Images, eight.Train.Images, eight.Test.Images, negative.Train.Images, negative.Test.Images,
        ];
        string[] checksums = [.. images.Select(array => Checksum(array))];

        Assert.Equal(6, checksums.Distinct().Count());
    }

    [Fact]
    public void More_samples_continue_fewer()
    {
        var few = Cifar10Like.Generate(10, 5);
        var many = Cifar10Like.Generate(30, 20);

        Assert.True(few.Train.Images.RawValues<byte>().SequenceEqual(many.Train.Images[..10].RawValues<byte>()));
        Assert.True(few.Test.Images.RawValues<byte>().SequenceEqual(many.Test.Images[..5].RawValues<byte>()));
    }

    [Fact]
    public void Classes_are_balanced()
    {
        var ((_, labels), (_, testLabels)) = Cifar10Like.Generate(300, 100);

        for (byte label = 0; label < 10; label++)
        {
            Assert.Equal(30, labels.RawValues<byte>().Count(label));
            Assert.Equal(10, testLabels.RawValues<byte>().Count(label));
        }

        Assert.Equal(10, Cifar10Like.ClassNames.Count);
    }

    [Fact]
    public void Values_use_the_whole_range_of_a_byte()
    {
        ReadOnlySpan<byte> values = Cifar10Like.Generate(200, 0).Train.Images.RawValues<byte>();

        Assert.True(values.Contains((byte)0));
        Assert.True(values.Contains((byte)255));
        double mean = values.ToArray().Average(value => (double)value);
        Assert.InRange(mean, 70, 150);
    }

    [Fact]
    public void The_nearest_class_mean_is_better_than_chance_and_far_from_right()
    {
        var ((images, _), (testImages, _)) = Cifar10Like.Generate();

        double accuracy = NearestMean(images.ToArray(), testImages.ToArray(), 3072);

        Assert.InRange(accuracy, 0.15, 0.45);
    }

    [Fact]
    public void Mean_colour_says_next_to_nothing_about_the_class()
    {
        var ((images, _), (testImages, _)) = Cifar10Like.Generate();

        double accuracy = NearestMean(MeanColours(images.ToArray()), MeanColours(testImages.ToArray()), 3);

        Assert.InRange(accuracy, 0.0, 0.25);
    }

    [Fact]
    public void No_samples_are_fine_and_fewer_are_refused()
    {
        Assert.Equal(0, Cifar10Like.Generate(0, 0).Test.Images.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Cifar10Like.Generate(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cifar10Like.Generate(1, -1));
        Assert.Throws<ShapeException>(() => Cifar10Like.Generate(int.MaxValue));
    }

    private static string Checksum(params DataArray[] images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (DataArray array in images) hash.AppendData(array.RawValues<byte>());
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static float[] MeanColours(float[] images)
    {
        float[] means = new float[images.Length / 1024];
        for (int i = 0; i < images.Length; i++) means[i / 3072 * 3 + i % 3] += images[i] / 1024;
        return means;
    }

    // Sample i has class i % 10.
    private static double NearestMean(float[] train, float[] test, int length)
    {
        float[][] means = [.. Enumerable.Range(0, 10).Select(_ => new float[length])];
        for (int i = 0; i < train.Length; i++) means[i / length % 10][i % length] += train[i] * 10 * length / train.Length;
        int right = 0;
        for (int sample = 0; sample < test.Length / length; sample++)
        {
            float[] distances = [.. means.Select(mean => SquaredDistance(mean, test.AsSpan(sample * length, length)))];
            if (Array.IndexOf(distances, distances.Min()) == sample % 10) right++;
        }

        return (double)right * length / test.Length;
    }

    private static float SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0f;
        for (int i = 0; i < left.Length; i++) sum += (left[i] - right[i]) * (left[i] - right[i]);
        return sum;
    }
}
