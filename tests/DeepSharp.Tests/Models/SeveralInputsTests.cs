using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Custom models, not made of symbolic tensors, with several inputs or outputs.</summary>
public class SeveralInputsTests
{
    [Fact]
    public void A_model_with_two_inputs_is_built_by_its_first_call_and_trains()
    {
        var model = new Two();
        Tensor a = Tensor.From(TestData.Uniform(32, 1), [8, 4]), b = Tensor.From(TestData.Uniform(16, 2), [8, 2]);
        model.Compile(new SGD(0.1f), "mse");
        Logs before = model.TrainOnBatch((a, b), Tensor.Zeros([8, 3]));
        double first = before.Loss;
        for (int step = 0; step < 10; step++) before = model.TrainOnBatch((a, b), Tensor.Zeros([8, 3]));
        Assert.True(before.Loss < first);
        Assert.Equal(4, model.TrainableWeights.Count);
    }

    [Fact]
    public void Its_output_shapes_are_found_by_a_trial()
    {
        var model = new Two();
        model.Build([[Shape.Any, 4], [Shape.Any, 2]]);
        Assert.Equal([[7, 3]], model.ComputeOutputShapes([[7, 4], [7, 2]]));
        Assert.Equal(4, model.Weights.Count);
    }

    [Fact]
    public void A_model_with_two_outputs_need_not_say_so_beforehand()
    {
        var model = new Split();
        Tensor x = Tensor.From(TestData.Uniform(32, 1), [8, 4]);
        model.Compile(new SGD(0.1f), new[] { "mse", "mae" });
        Logs logs = model.TrainOnBatch(x, (Tensor.Zeros([8, 3]), Tensor.Zeros([8, 2])));
        Assert.Equal(["loss", "output_1_loss", "output_2_loss"], logs.Keys);
        Assert.Equal([[8, 3], [8, 2]], model.PredictAll(x).Select(output => output.Shape));
        Assert.Equal([[Shape.Any, 3], [Shape.Any, 2]], model.ComputeOutputShapes([[Shape.Any, 4]]));
    }

    [Fact]
    public void An_output_that_is_left_out_is_named()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new Gap().Build([Shape.Any, 4]));
        Assert.Equal("Gap 'gap': expected its Call to give a tensor for every output but number 0 is null.", exception.Message);
    }

    private sealed class Split : Model
    {
        private readonly Dense _first;
        private readonly Dense _second;

        public Split() => (_first, _second) = (AddLayer(new Dense(3)), AddLayer(new Dense(2)));

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
        {
            outputs[0] = _first.Apply(inputs[0]);
            outputs[1] = _second.Apply(inputs[0]);
        }
    }

    private sealed class Gap() : Model("gap")
    {
        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[1] = inputs[0];
    }

    private sealed class Two : Model
    {
        private readonly Dense _left;
        private readonly Dense _right;

        public Two() => (_left, _right) = (AddLayer(new Dense(3)), AddLayer(new Dense(3)));

        protected override int? InputCount => 2;

        protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
            outputs[0] = _left.Apply(inputs[0]) + _right.Apply(inputs[1]);
    }
}
