namespace DeepSharp.Tests.Models;

public class CustomTrainingLoopTests
{
    [Fact]
    public void A_loop_with_a_gradient_tape_learns()
    {
        (Tensor x, Tensor y) = SmallModels.Points(64);
        Sequential model = SmallModels.Classifier();
        var optimizer = new Adam(0.05f);
        float first = Step(model, optimizer, "sparse_categorical_crossentropy", x, y);
        float last = first;
        for (int i = 0; i < 150; i++) last = Step(model, optimizer, "sparse_categorical_crossentropy", x, y);
        Assert.True(last < 0.15f * first, $"The loss went from {first} to {last} only.");
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adam")]
    public void A_loop_with_a_gradient_tape_gives_the_weights_of_Fit_bit_for_bit(string optimizer)
    {
        (Tensor x, Tensor y) = SmallModels.Points(22);
        Sequential fitted = SmallModels.Classifier();
        fitted.Compile(optimizer, "sparse_categorical_crossentropy");
        History history = fitted.Fit(x, y, batchSize: 8, epochs: 2, verbose: Verbosity.Silent, shuffle: false);

        Sequential model = SmallModels.Classifier();
        Optimizer own = optimizer;
        double loss = 0;
        for (int epoch = 0; epoch < 2; epoch++)
        {
            loss = 0;
            for (int start = 0; start < 22; start += 8)
            {
                int end = Math.Min(start + 8, 22);
                loss += (double)Step(model, own, "sparse_categorical_crossentropy", x[start..end], y[start..end]) * (end - start) / 22;
            }
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(fitted), SmallModels.WeightsOf(model), "weights");
        Assert.Equal(history["loss"][1], loss, 1e-12);
    }

    private static float Step(Sequential model, Optimizer optimizer, Loss loss, Tensor x, Tensor y)
    {
        var tape = new GradientTape();
        Tensor value = tape.Record(() => loss.Apply(y, model.Apply(x, training: true)));
        optimizer.Apply(model.TrainableWeights, tape.Gradient(value, model.TrainableWeights));
        return value.Item();
    }
}
