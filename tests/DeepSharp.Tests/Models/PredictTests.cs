using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class PredictTests
{
    [Fact]
    public void Batches_joined_are_the_whole_bit_for_bit()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        Tensor x = Pictures(10);
        Tensor whole = model.Predict(x, batchSize: 10);

        Assert.Equal([10, 10], whole.Shape);
        foreach (int batchSize in new[] { 1, 3, 4, 32 })
        {
            TestData.AssertSameBits(whole.Span, model.Predict(x, batchSize).Span, $"batches of {batchSize}");
        }
    }

    [Fact]
    public void Is_what_the_model_computes_in_inference_mode()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        Tensor x = Pictures(5);
        TestData.AssertSameBits(model.Apply(x, training: false).Span, model.Predict(x).Span, "prediction");
    }

    [Fact]
    public async Task Four_threads_predict_at_once()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        Tensor[] inputs = [.. Enumerable.Range(1, 4).Select(Pictures)];
        float[][] want = [.. inputs.Select(x => model.Predict(x).ToArray())];

        float[][][] got = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
            Enumerable.Range(0, 20).Select(i => model.Predict(inputs[(thread + i) % 4]).ToArray()).ToArray())));

        for (int thread = 0; thread < 4; thread++)
        {
            for (int i = 0; i < 20; i++) TestData.AssertSameBits(want[(thread + i) % 4], got[thread][i], $"thread {thread}");
        }
    }

    [Fact]
    public void A_prediction_stays_after_the_next_one()
    {
        Sequential model = SmallModels.Factor(2);
        Tensor first = model.Predict(SmallModels.Numbers(3).X);
        model.Predict(Tensor.Ones([3, 1]));
        Assert.Equal([0f, 2f, 4f], first.ToArray());
    }

    [Fact]
    public void No_samples_give_no_predictions() => Assert.Equal([0, 1], SmallModels.Factor().Predict(Tensor.Zeros([0, 3])).Shape);

    [Fact]
    public void Builds_the_model_for_any_number_of_samples()
    {
        var model = new Sequential(new Dense(2));
        model.Predict(Tensor.Zeros([5, 4]));
        Assert.Equal([Shape.Any, 4], model.BuildShape!.Value);
    }

    private static Tensor Pictures(int count) => Tensor.From(TestData.Uniform(count * 12 * 12 * 3, seed: count), [count, 12, 12, 3]);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(6)]
    public void A_batch_size_larger_than_the_data_takes_all_at_once(int batchSize)
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        Tensor x = Pictures(5);
        TestData.AssertSameBits(model.Predict(x).Span, model.Predict(x, batchSize).Span, "prediction");
    }
}
