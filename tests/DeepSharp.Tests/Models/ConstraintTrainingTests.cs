using DeepSharp.Layers;
using DeepSharp.Tests.Serialization;

namespace DeepSharp.Tests.Models;

public class ConstraintTrainingTests
{
    // The weight is 2 and the gradient of mse at x = 1, y = 0 is 4: 2 - 1·4 = -2, which becomes 0.
    [Fact]
    public void Fit_applies_the_constraint_after_the_step()
    {
        Sequential model = Factor("non_neg");
        model.Fit(Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), verbose: Verbosity.Silent);
        Assert.Equal(0f, model.Weights[0].Value.Item());
    }

    [Fact]
    public void A_loop_with_a_gradient_tape_gives_the_weights_of_Fit()
    {
        (Tensor x, Tensor y) = SmallModels.Points(16);
        Sequential fitted = Classifier(), own = Classifier();
        own.SetWeights(fitted.GetWeights());
        fitted.Fit(x, y, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        var optimizer = new Adam(0.1f);
        Loss loss = "sparse_categorical_crossentropy";
        for (int step = 0; step < 3; step++)
        {
            var tape = new GradientTape();
            Tensor value = tape.Record(() => loss.Apply(y, own.Apply(x, training: true)));
            optimizer.Apply(own.TrainableWeights, tape.Gradient(value, own.TrainableWeights));
        }

        TestData.AssertSameBits(SmallModels.WeightsOf(fitted), SmallModels.WeightsOf(own), "weights");
        Assert.All(fitted.Weights[1].Value.ToArray(), value => Assert.True(value >= 0));
        float[] kernel = fitted.Weights[0].Value.ToArray();
        for (int unit = 0; unit < 8; unit++)
        {
            Assert.Equal(1, Math.Sqrt(Enumerable.Range(0, 4).Sum(row => Math.Pow(kernel[row * 8 + unit], 2))), 1e-5);
        }
    }

    [Fact]
    public void First_values_and_values_that_are_set_stay_as_they_are()
    {
        Sequential model = Factor("non_neg");
        model.Weights[0].Assign(Tensor.Full([1, 1], -3f));
        Assert.Equal(-3f, model.Weights[0].Value.Item());
    }

    [Fact]
    public void Weights_without_a_gradient_are_left_alone()
    {
        Variable a = new(Tensor.From([-1f]), "a") { Constraint = "non_neg" }, b = new(Tensor.From([-1f]), "b") { Constraint = "non_neg" };
        new SGD(0f).Apply([a, b], [Tensor.From([1f]), null]);
        Assert.Equal((0f, -1f), (a.Value.Item(), b.Value.Item()));
    }

    // Norms halve their distance to 1 with every call: 3, 2, 1.5.
    [Fact]
    public void Calls_that_accumulate_apply_it_too()
    {
        var w = new Variable(Tensor.From([3f]), "w") { Constraint = Constraint.MinMaxNorm(1f, 1f, 0.5f) };
        var optimizer = new SGD(0f, gradientAccumulationSteps: 2);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(2f, w.Value.Item(), 1e-5f);
        optimizer.Apply([w], [Tensor.From([1f])]);
        Assert.Equal(1.5f, w.Value.Item(), 1e-5f);
    }

    // 1 - 3 = -2 is averaged to itself; only then it becomes 0. The averages that end the training are not constrained, as in Keras.
    [Fact]
    public void It_comes_after_the_moving_averages()
    {
        var w = new Variable(Tensor.From([1f]), "w") { Constraint = "non_neg" };
        var optimizer = new SGD(1f, useEma: true, emaMomentum: 0.5f);
        optimizer.Apply([w], [Tensor.From([3f])]);
        Assert.Equal(0f, w.Value.Item());
        optimizer.FinalizeVariableValues([w]);
        Assert.Equal(-2f, w.Value.Item());
    }

    [Fact]
    public void A_constraint_of_a_program_works_like_the_others()
    {
        var w = new Variable(Tensor.From([0.75f, 1.5f]), "w") { Constraint = new Whole() };
        new SGD(1f).Apply([w], [Tensor.From([0f, -1f])]);
        Assert.Equal([1f, 2f], w.Value.ToArray());
        Assert.Equal("Whole", (string)w.Constraint.ToConfig()["class_name"]!);
    }

    [Fact]
    public void A_steady_step_with_every_constraint_allocates_nothing()
    {
        var model = new Sequential(
            [
                new Dense(8, "relu", kernelConstraint: "unit_norm", biasConstraint: "max_norm"),
                new Dense(3, "softmax", kernelConstraint: Constraint.MinMaxNorm(0.5f, 2f, 0.5f, [0, 1]), biasConstraint: "non_neg"),
            ],
            "m", new Input([4]));
        var trainer = new Trainer(model, "adam", "sparse_categorical_crossentropy");
        (Tensor x, Tensor y) = SmallModels.Points(16);
        var batch = new StepBatch([x], [y], [null], 16);
        trainer.Weights.Prepare();
        AllocationAssert.Zero(() => trainer.TrainStep(batch));
    }

    [Fact]
    public void A_constraint_that_does_not_fit_is_refused_when_the_layer_is_built()
    {
        var exception = Assert.Throws<ShapeException>(
            () => new Dense(3, kernelConstraint: Constraint.MaxNorm(1f, 2), name: "d").Build([Shape.Any, 4]));
        Assert.StartsWith(
            "Dense 'd': MaxNorm: expected axes of the weight but got (2) for a weight of shape (4, 3).", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_the_same_after_a_file()
    {
        (Tensor x, Tensor y) = SmallModels.Points(16);
        Sequential model = Classifier();
        model.TrainOnBatch(x, y);
        Sequential copy = SavedModel.Copy(model);
        Assert.Equal(model.Weights.Select(weight => weight.Constraint), copy.Weights.Select(weight => weight.Constraint));
        model.TrainOnBatch(x, y);
        copy.TrainOnBatch(x, y);
        TestData.AssertSameBits(SmallModels.WeightsOf(model), SmallModels.WeightsOf(copy), "weights");
    }

    private static Sequential Factor(Constraint constraint)
    {
        var layer = new Dense(1, useBias: false, kernelInitializer: Initializer.Constant(2f), kernelConstraint: constraint, name: "dense");
        var model = new Sequential([layer], "factor", new Input([1]));
        model.Compile(new SGD(1f), "mse");
        return model;
    }

    private static Sequential Classifier()
    {
        var model = new Sequential(
            [new Dense(8, "relu", kernelConstraint: "unit_norm", biasConstraint: "non_neg"), new Dense(3, "softmax")], "m", new Input([4]));
        model.Compile(new Adam(0.1f), "sparse_categorical_crossentropy");
        return model;
    }

    private sealed record Whole : Constraint
    {
        public override string ClassName => "Whole";

        public override void Project(Span<float> weight, Shape shape) => System.Numerics.Tensors.TensorPrimitives.Round(weight, weight);
    }
}
