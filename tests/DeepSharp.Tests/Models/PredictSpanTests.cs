namespace DeepSharp.Tests.Models;

public class PredictSpanTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(70)]
    public void Gives_what_Predict_of_tensors_gives(int samples)
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        float[] x = TestData.Uniform(samples * 12 * 12 * 3, seed: 1), y = new float[samples * 10];
        model.Predict(x, y);
        TestData.AssertSameBits(model.Predict(Tensor.From(x, [samples, 12, 12, 3])).Span, y, "prediction");
    }

    [Fact]
    public void Allocates_nothing()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        float[] x = TestData.Uniform(12 * 12 * 3, seed: 1), y = new float[10];
        AllocationAssert.Zero(() => model.Predict(x.AsSpan(), y));
    }

    [Fact]
    public async Task Four_threads_predict_at_once()
    {
        Sequential model = SmallModels.ConvolutionalWithDropout();
        float[][] inputs = [.. Enumerable.Range(1, 4).Select(seed => TestData.Uniform(seed * 12 * 12 * 3, seed))];
        float[][] want = [.. inputs.Select(Predict)];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                TestData.AssertSameBits(want[(thread + i) % 4], Predict(inputs[(thread + i) % 4]), $"thread {thread}");
            }
        })));

        float[] Predict(float[] x)
        {
            float[] y = new float[x.Length / (12 * 12 * 3) * 10];
            model.Predict(x, y);
            return y;
        }
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_named()
    {
        Sequential model = SmallModels.Classifier();
        var exception = Assert.Throws<ShapeException>(() => model.Predict(new float[7].AsSpan(), new float[3]));
        Assert.Equal("Predict: expected x of whole samples of 4 values, shape (4,), for 'classifier' but got 7 values.", exception.Message);
        exception = Assert.Throws<ShapeException>(() => model.Predict(new float[8].AsSpan(), new float[3]));
        Assert.Equal("Predict: expected room in y for 6 values, 2 outputs of shape (3,) of 'classifier', but got 3.", exception.Message);
    }

    [Fact]
    public void Models_that_need_tensors_say_so()
    {
        Assert.Equal(
            "Predict: expected a model, 'factor', that is one that is built, to predict from spans, but this one is not. " +
            "Call Build(inputShape) first.",
            Assert.Throws<InvalidOperationException>(() => SmallModels.Factor().Predict(new float[1].AsSpan(), new float[1])).Message);
        Assert.Equal(
            "Predict: expected a model, 'two', that is one with one input, to predict from spans, but this one has 2. Give tensors.",
            Assert.Throws<InvalidOperationException>(() => TwoByTwo.Create().Predict(new float[1].AsSpan(), new float[1])).Message);
    }
}
