using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class FunctionalModelTests
{
    [Fact]
    public void A_branch_that_is_added_back_gives_the_sum()
    {
        var input = new Input([2]);
        SymbolicTensor x = Double("a").Apply(input);
        var model = new Model(input, new Add().Apply(x, input));
        Assert.Equal([3f, 6f, 9f, 12f], model.Apply(Tensor.From([1, 2, 3, 4], [2, 2])).ToArray());
        Assert.Equal([Shape.Any, 2], model.Outputs[0].Shape);
    }

    [Fact]
    public void A_shared_layer_counts_its_weights_once_and_gets_the_sum_of_its_gradients()
    {
        var input = new Input([2]);
        Dense shared = Double("shared");
        var model = new Model(input, shared.Apply(shared.Apply(input)));
        Assert.Equal([shared.Kernel!], model.Weights);

        var tape = new GradientTape();
        Tensor y = tape.Record(() => model.Apply(Tensor.From([1, 0], [1, 2])));
        Assert.Equal([4f, 0f], y.ToArray());

        // y = x·K·K, so the gradient of Σy is xᵀ·(K·1)ᵀ + (x·K)ᵀ·1ᵀ: 2 + 2 in the first row, nothing in the second.
        Assert.Equal([4f, 4f, 0f, 0f], tape.Gradient(y, model.TrainableWeights)[0]!.ToArray());
    }

    [Fact]
    public void Several_inputs_and_outputs_keep_their_order()
    {
        Input left = new([1], name: "left"), right = new([1], name: "right");
        var model = new Model([left, right], [new Subtract().Apply(left, right), new Add().Apply(left, right)]);
        Tensor[] y = model.ApplyAll([Tensor.From([5], [1, 1]), Tensor.From([3], [1, 1])]);
        Assert.Equal([2f, 8f], y.Select(output => output.ToArray()[0]));
    }

    [Fact]
    public void One_input_needs_no_brackets_for_all_outputs()
    {
        var input = new Input([1]);
        var model = new Model(input, [input + 1, input * 2]);
        Assert.Equal([6f, 10f], model.ApplyAll(Tensor.From([5], [1, 1])).Select(output => output.ToArray()[0]));
        Assert.Throws<ArgumentNullException>(() => model.ApplyAll((Tensor)null!));
    }

    [Fact]
    public void Layers_come_in_Kerass_order()
    {
        // Farther from the output first; at the same distance, as met on the way from the output.
        var input = new Input([2], name: "x");
        SymbolicTensor a = Double("a").Apply(input), b = Double("b").Apply(input), c = Double("c").Apply(b);
        var model = new Model(input, new Concatenate(name: "both").Apply(a, c));
        Assert.Equal(["x", "b", "a", "c", "both"], model.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_model_up_to_a_layer_inside_shares_its_weights()
    {
        var input = new Input([2]);
        Dense first = Double("first");
        var model = new Model(input, Double("second").Apply(first.Apply(input)));
        var features = new Model(model.Inputs, model.GetLayer("first").Output);
        Assert.Equal([2f, 4f], features.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
        first.Kernel!.Assign(Tensor.Zeros([2, 2]));
        Assert.Equal([0f, 0f], features.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
    }

    [Fact]
    public void A_model_may_start_inside_another()
    {
        var input = new Input([2]);
        SymbolicTensor middle = Double("first").Apply(input);
        var rest = new Model(middle, Double("second").Apply(middle));
        Assert.Equal([middle.Name, "second"], rest.Layers.Select(layer => layer.Name));
        Assert.Equal([2f, 4f], rest.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
    }

    [Fact]
    public void Models_nest_in_each_other()
    {
        var inner = new Sequential([Double("a"), Double("b")], "inner", new Input([2]));
        var input = new Input([2]);
        var outer = new Model(input, new Add().Apply(inner.Apply(input), input), "outer");
        var all = new Sequential([outer, Double("last")], "all", new Input([2]));
        Assert.Equal([10f, 20f], all.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
        Assert.Equal(3, all.Weights.Count);
    }

    [Fact]
    public void A_Sequential_gives_what_its_layers_give()
    {
        var model = new Sequential([Double("a"), Double("b")], "chain", new Input([2]));
        var features = new Model(model.Inputs, model.GetLayer(0).Output);
        Assert.Equal([2f, 4f], features.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
    }

    [Fact]
    public void An_input_that_is_missing_is_named()
    {
        Input left = new([1], name: "left"), right = new([1], name: "right");
        SymbolicTensor sum = new Add(name: "sum").Apply(left, right);
        var exception = Assert.Throws<ArgumentException>(() => new Model(left, sum, "net"));
        Assert.Equal(
            "Functional 'net': expected every output to depend on the inputs given, 'left', but 'sum' depends on the input 'right' of " +
            "shape (None, 1) too. Add it to the inputs.",
            exception.Message);
    }

    [Fact]
    public void A_wrong_number_of_inputs_is_named()
    {
        Input left = new([1]), right = new([1]);
        var model = new Model([left, right], new Add().Apply(left, right), "net");
        Assert.Equal("Functional 'net': expected 2 inputs but got 1.",
            Assert.Throws<ArgumentException>(() => model.Apply([Tensor.Ones([1, 1])])).Message);
        Assert.Equal("Subtract 'minus': expected 2 inputs but got 3.",
            Assert.Throws<ArgumentException>(() => new Subtract("minus").Apply(left, right, left)).Message);
    }

    [Fact]
    public void An_input_of_another_shape_is_named()
    {
        Input left = new([3], name: "left"), right = new([1], name: "right");
        var model = new Model([left, right], new Add().Apply(left, right), "net");
        var exception = Assert.Throws<ShapeException>(() => model.Apply([Tensor.Ones([1, 3]), Tensor.Ones([1, 2])]));
        Assert.Equal("Functional 'net': expected input 1, 'right', of shape (None, 1) but got (1, 2).", exception.Message);
    }

    [Fact]
    public void Two_layers_of_one_name_are_refused()
    {
        var input = new Input([2]);
        var exception = Assert.Throws<ArgumentException>(() => new Model(input, Double("a").Apply(Double("a").Apply(input)), "net"));
        Assert.Equal(
            "Functional 'net': expected layers of different names, but two are called 'a'. Give one another name.", exception.Message);
    }

    [Fact]
    public void A_frozen_layer_stays_while_the_rest_is_trained()
    {
        var input = new Input([2]);
        Dense frozen = Double("frozen"), free = Double("free");
        var model = new Model(input, free.Apply(frozen.Apply(input)));
        frozen.Trainable = false;
        model.Compile("sgd", "mse");
        model.TrainOnBatch(Tensor.Ones([2, 2]), Tensor.Zeros([2, 2]));
        Assert.Equal([2f, 0f, 0f, 2f], frozen.Kernel!.Value.ToArray());
        Assert.NotEqual(2f, free.Kernel!.Value.ToArray()[0]);
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        var input = new Input([8, 8, 2]);
        SymbolicTensor x = new Conv2D(4, 3, padding: "same", activation: "relu").Apply(input);
        SymbolicTensor y = new Conv2D(4, 3, padding: "same").Apply(x);
        SymbolicTensor both = new Concatenate().Apply(new Add().Apply(x, y), new Average().Apply(x, y), new Maximum().Apply(x, y));
        var model = new Model(input, new Dense(3, activation: "softmax").Apply(new GlobalAveragePooling2D().Apply(both)));
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        Tensor images = Tensor.From(TestData.Uniform(16 * 8 * 8 * 2, seed: 1), [16, 8, 8, 2]),
            labels = Tensor.FromLabels([.. Enumerable.Range(0, 16).Select(i => i % 3)]);
        AllocationAssert.Zero(() => model.TrainOnBatch(images, labels));
    }

    [Fact]
    public void A_class_of_ones_own_is_built_by_its_first_input_and_trained()
    {
        var model = new Residual();
        model.Compile(new SGD(0.1f), "mse");
        Tensor x = Tensor.From(TestData.Uniform(8 * 3, seed: 2), [8, 3]), y = Tensor.Zeros([8, 3]);
        double first = model.TrainOnBatch(x, y).Loss;
        for (int i = 0; i < 50; i++)
        {
            model.ResetMetrics();
            model.TrainOnBatch(x, y);
        }

        Assert.True(model.Evaluate(x, y, verbose: Verbosity.Silent).Loss < first / 2);
        Assert.Equal(["inner/kernel", "inner/bias", "outer/kernel", "outer/bias"], model.Weights.Select(weight => weight.Path));
        Assert.Equal([5, 3], model.Predict(Tensor.Ones([5, 3])).Shape);
    }

    [Fact]
    public void Inputs_of_a_few_sizes_in_turn_allocate_nothing()
    {
        var model = new Sequential(
            new Conv2D(4, 3, activation: "relu", inputShape: [Shape.Any, Shape.Any, 2]), new MaxPooling2D(), new GlobalAveragePooling2D(),
            new Dense(1));
        model.Compile("sgd", "mse");
        Tensor[] images = [Tensor.Ones([3, 8, 8, 2]), Tensor.Ones([3, 9, 12, 2]), Tensor.Ones([2, 10, 8, 2])];
        Tensor[] targets = [Tensor.Zeros([3, 1]), Tensor.Zeros([3, 1]), Tensor.Zeros([2, 1])];
        AllocationAssert.Zero(() =>
        {
            for (int i = 0; i < images.Length; i++) model.TrainOnBatch(images[i], targets[i]);
        });
    }

    [Fact]
    public void Layers_of_a_Sequential_that_was_changed_still_give_features()
    {
        var model = new Sequential([Double("a"), Double("b"), Double("c")], "chain");
        model.Build([Shape.Any, 2]);
        model.Pop();
        model.Add(Double("d"));
        var features = new Model(model.Inputs, model.GetLayer("b").Output);
        Assert.Equal([4f, 8f], features.Apply(Tensor.From([1, 2], [1, 2])).ToArray());
    }

    [Fact]
    public void A_build_that_fails_half_way_can_be_tried_again()
    {
        var layer = new FailsOnce();
        Assert.Throws<InvalidOperationException>(() => layer.Build([1, 2]));
        Assert.Empty(layer.Weights);
        layer.Build([1, 2]);
        Assert.Equal(["first", "second"], layer.Weights.Select(weight => weight.Name));
    }

    private static Dense Double(string name)
    {
        var layer = new Dense(2, useBias: false, name: name, kernelInitializer: Initializer.Identity(2f));
        return layer;
    }

    private sealed class Residual : Model
    {
        private readonly Dense _inner;
        private readonly Dense _outer;

        public Residual()
        {
            _inner = AddLayer(new Dense(4, activation: "tanh", kernelInitializer: Initializer.GlorotUniform(1), name: "inner"));
            _outer = AddLayer(new Dense(3, kernelInitializer: Initializer.GlorotUniform(2), name: "outer"));
        }

        protected override Tensor Call(Tensor input, bool training) => input + _outer.Apply(_inner.Apply(input, training), training);
    }

    private sealed class FailsOnce : Layer
    {
        private bool _failed;

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input)
        {
            AddWeight("first", [2], Initializer.Zeros);
            if (!_failed)
            {
                _failed = true;
                throw new InvalidOperationException("Not today.");
            }

            AddWeight("second", [2], Initializer.Zeros);
        }

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
