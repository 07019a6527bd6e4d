using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Models inside models: what is inside is not looked at again on every level around it.</summary>
public class DeepModelTests
{
    private const int Depth = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nested_models_are_as_much_work_as_they_have_layers(bool isFunctional)
    {
        (Tensor x, Tensor y) = (Tensor.Ones([2, 1]), Tensor.Zeros([2, 1]));
        IsLinear("making", model => model.Name.ToString(), makes: true);
        IsLinear("Weights", model => model.Weights.Count.ToString());
        IsLinear("TrainableWeights", model => model.TrainableWeights.Count.ToString());
        IsLinear("Trainable", model => model.Trainable = false);
        IsLinear("GetWeights", model => model.GetWeights());
        IsLinear("ToJson", model => model.ToJson());
        IsLinear("CloneModel", model => model.CloneModel());
        IsLinear("Predict", model => model.Predict(x));
        IsLinear("training", model =>
        {
            model.Compile("sgd", "mse");
            model.Fit(x, y, verbose: Verbosity.Silent);
        });
        IsLinear("Summary", model => model.Summary(TextWriter.Null));

        void IsLinear(string what, Action<Model> use, bool makes = false) => WorkAssert.IsLinear(what, Depth, depth =>
        {
            if (makes) return () => use(Nest(depth, isFunctional));
            Model model = Nest(depth, isFunctional);
            return () => use(model);
        });
    }

    // Two ways to each level below: were each gone again, there would be a billion.
    [Fact]
    public void What_is_inside_by_many_ways_is_visited_once()
    {
        Layer last = new Dense(1);
        for (int i = 0; i < 30; i++) last = new Pair(last);
        var model = new Sequential([last], "model", new Input([1]));
        Assert.Equal(2, model.Weights.Count);
        model.Trainable = false;
        Assert.Empty(model.TrainableWeights);
        Assert.All(model.Weights, weight => Assert.False(weight.Trainable));
        model.Trainable = true;
        Assert.Equal(2, model.TrainableWeights.Count);
        model.ResetStates();
        model.SaveWeights(new MemoryStream());
    }

    [Fact]
    public void Weights_come_in_Keras_order_and_each_once()
    {
        Dense shared = new(1, name: "shared"), other = new(1, name: "other");
        var inner = new Sequential([shared, other], "inner", new Input([1]));
        SymbolicTensor input = new Input([1]);
        var model = new Model(input, other.Apply(inner.Apply(shared.Apply(input))));
        Assert.Equal([.. shared.Weights, .. other.Weights], model.Weights);
    }

    // What is outside of the library may say by itself what its weights are, on whatever level it is.
    [Fact]
    public void A_class_of_ones_own_may_choose_its_weights()
    {
        Dense shown = new(1), hidden = new(1);
        var layer = new Choosing(shown, hidden);
        var model = new Sequential([new Sequential([layer], "inner")], "outer", new Input([1]));
        Assert.Equal([shown.Kernel!, hidden.Kernel!], layer.Weights);
        Assert.Equal(layer.Weights, model.Weights);
        Assert.Equal(2, model.GetWeights().Length);
        model.Trainable = false;
        Assert.False(hidden.Trainable);
    }

    // Settings inside a setting reach what they name, though all of it was reached before.
    [Fact]
    public void A_class_of_ones_own_may_keep_a_part_frozen()
    {
        var layer = new Keeping(new Dense(1));
        var model = new Sequential([layer, new Dense(1)], "model", new Input([1]));
        model.Trainable = false;
        model.Trainable = true;
        Assert.False(layer.Kept.Trainable);
        Assert.Equal(2, model.TrainableWeights.Count);
    }

    // A chain inside that gets a layer: models around it know neither shapes nor weights as they were before.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_chain_inside_may_grow(bool isFunctional)
    {
        var inner = new Sequential([new Dense(4)], "inner", new Input([3]));
        Model model = new Sequential([inner], "outer");
        if (isFunctional)
        {
            var input = new Input([3]);
            model = new Model(input, inner.Apply(input));
        }

        model.Compile("sgd", "mse");
        Tensor x = Tensor.Ones([5, 3]);
        model.TrainOnBatch(x, Tensor.Ones([5, 4]));
        model.Predict(x.Span, new float[20]);
        Assert.Equal([5, 4], model.ComputeOutputShape([5, 3]));

        var added = new Dense(2);
        inner.Add(added);
        float[] before = added.Kernel!.Value.ToArray();
        Assert.Equal([5, 2], model.ComputeOutputShape([5, 3]));
        model.Predict(x.Span, new float[10]);
        model.TrainOnBatch(x, Tensor.Ones([5, 2]));
        Assert.NotEqual(before, added.Kernel.Value.ToArray());
        model.TestOnBatch(x, Tensor.Ones([5, 2]));
        inner.Pop();
        model.TestOnBatch(x, Tensor.Ones([5, 4]));
        Assert.Equal([6, 4], model.ComputeOutputShape([6, 3]));
    }

    private static Model Nest(int depth, bool isFunctional)
    {
        Model model = new Sequential([new Dense(1, name: "first")], "m0", new Input([1]));
        for (int i = 1; i < depth; i++)
        {
            var layer = new Dense(1, name: "next");
            if (isFunctional)
            {
                SymbolicTensor input = new Input([1]);
                model = new Model(input, layer.Apply(model.Apply(input)), $"m{i}");
            }
            else
            {
                model = new Sequential([model, layer], $"m{i}");
            }
        }

        return model;
    }

    private sealed class Pair(Layer inner) : Model
    {
        public override IReadOnlyList<Layer> Layers { get; } = [new Sequential([inner], null), new Sequential([inner], null)];

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input)
        {
            foreach (Layer layer in Layers) layer.Build(input);
        }

        protected override Tensor Call(Tensor input, bool training) => input;
    }

    private sealed class Choosing : Layer
    {
        private readonly Dense _shown, _hidden;

        public Choosing(Dense shown, Dense hidden) => (_shown, _hidden) = (AddLayer(shown), AddLayer(hidden));

        public override IReadOnlyList<Variable> Weights => [.. base.Weights.Where(weight => weight.Name == "kernel")];

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override void OnBuild(Shape input)
        {
            _shown.Build(input);
            _hidden.Build(input);
        }

        protected override Tensor Call(Tensor input, bool training) => _hidden.Apply(_shown.Apply(input));
    }

    private sealed class Keeping : Layer
    {
        public Keeping(Dense kept) => Kept = AddLayer(kept);

        public Dense Kept { get; }

        public override bool Trainable
        {
            get => base.Trainable;
            set
            {
                base.Trainable = value;
                Kept.Trainable = false;
            }
        }

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => Kept.Apply(input);
    }
}
