using DeepSharp.Datasets;
using Images = (
    (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Train, (DeepSharp.DataArray Images, DeepSharp.DataArray Labels) Test);

namespace DeepSharp.Samples.Cifar10;

/// <summary>Real images where they can be had, else generated ones.</summary>
internal static class ImageSource
{
    private const int SyntheticTrain = 4000;
    private const int SyntheticTest = 1000;

    /// <summary>Loads what the options ask for; writes why it cannot, and returns false.</summary>
    public static bool TryLoad(Options options, out Images data)
    {
        try
        {
            data = Load(options);
            return true;
        }
        catch (DatasetException exception)
        {
            Console.Error.WriteLine(exception.Message);
            data = default;
            return false;
        }
    }

    private static Images Load(Options options)
    {
        Images data = options.Synthetic ? Generate(options) : LoadReal(options);
        if (options.TrainSamples is { } wanted)
        {
            int count = Math.Min(wanted, data.Train.Images.Count);
            data.Train = (data.Train.Images[..count], data.Train.Labels[..count]);
        }

        return data;
    }

    private static Images LoadReal(Options options)
    {
        try
        {
            return DeepSharp.Datasets.Cifar10.Load(options.Data, new DownloadLine());
        }
        catch (DatasetException exception) when (options.Data is null && !exception.IsDamaged)
        {
            Console.WriteLine(
                "No copy of CIFAR-10 and no way to download it: training on generated images. Give --data DIR, or set DEEPSHARP_DATA.");
            return Generate(options);
        }
    }

    private static Images Generate(Options options) => Cifar10Like.Generate(SyntheticTrain, SyntheticTest, options.Seed ?? 0);

    /// <summary>One line that shows how far the download is.</summary>
    private sealed class DownloadLine : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => Console.Write($"\r{value}   {(value.BytesReceived == value.TotalBytes ? "\n" : "")}");
    }
}
