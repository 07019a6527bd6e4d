using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>One thread trains without a pause, another one saves: a file is refused, or it is whole.</summary>
public class SaveWhileTrainingTests
{
    private const int Saves = 60;

    [Fact]
    public async Task Every_file_that_is_written_beside_a_training_can_be_loaded()
    {
        Sequential model = Model(), copy = Model();
        Tensor x = Tensor.Ones([4, 64]), y = Tensor.Ones([4, 1]);
        using var end = new CancellationTokenSource();
        Task training = Task.Run(() => TrainUntil(end.Token, model, x, y), TestContext.Current.CancellationToken);
        int written = 0, loaded = 0, fits = 0;
        try
        {
            for (int i = 0; i < 100_000 && loaded < Saves; i++)
            {
                using var file = new MemoryStream();
                if (!Try(() => model.SaveWeights(file))) continue;
                written++;
                file.Position = 0;
                copy.LoadWeights(file);
                loaded++;
                if (AreOfOneStep(copy)) fits++;
            }
        }
        finally
        {
            await end.CancelAsync();
            await training;
        }

        Assert.Equal((Saves, Saves, Saves), (written, loaded, fits));
    }

    [Fact]
    public async Task Weights_that_are_set_beside_a_training_are_set_as_a_whole()
    {
        Sequential model = Model();
        Tensor x = Tensor.Ones([4, 64]), y = Tensor.Ones([4, 1]);
        using var end = new CancellationTokenSource();
        Task training = Task.Run(() => TrainUntil(end.Token, model, x, y), TestContext.Current.CancellationToken);
        int set = 0, read = 0;
        try
        {
            for (int i = 0; i < 100_000 && (set < Saves || read < Saves); i++)
            {
                Tensor[] values = [];
                if (Try(() => values = model.GetWeights()))
                {
                    read++;
                    Assert.Equal(values[0].Span[0], values[1].Span[0]);
                }

                if (Try(() => model.SetWeights([Tensor.Full([64, 1], i), Tensor.Full([1], i)]))) set++;
            }
        }
        finally
        {
            await end.CancelAsync();
            await training;
        }

        Assert.True(set >= Saves && read >= Saves, $"{set} set, {read} read");
        Assert.True(AreOfOneStep(model));
    }

    // All weights start equal, see the same gradient and stay equal: a mixture of two steps shows.
    private static Sequential Model()
    {
        var model = new Sequential([new Dense(1, kernelInitializer: "zeros", name: "dense")], "racing", new Input([64]));
        model.Compile(new SGD(1e-4f), "mse");
        return model;
    }

    private static bool AreOfOneStep(Model model)
    {
        float[] weights = SmallModels.WeightsOf(model);
        return weights.All(weight => weight == weights[0]);
    }

    private static void TrainUntil(CancellationToken end, Sequential model, Tensor x, Tensor y)
    {
        while (!end.IsCancellationRequested)
        {
            Try(() => model.TrainOnBatch(x, y));
            Thread.Yield();
        }
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("by one thread at a time", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
