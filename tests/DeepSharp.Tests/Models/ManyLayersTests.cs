using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>What is done with a model is as much work as it has layers, not as much as pairs of layers.</summary>
public class ManyLayersTests
{
    private const int Size = 200;

    [Fact]
    public void Layers_are_added_and_taken_off_one_by_one()
    {
        WorkAssert.IsLinear("Add", Size, size =>
        {
            Sequential model = Empty();
            return () => AddTo(model, size);
        });
        WorkAssert.IsLinear("Add, not built", Size, size =>
        {
            var model = new Sequential();
            return () => AddTo(model, size);
        });
        WorkAssert.IsLinear("Pop", Size, size =>
        {
            Sequential model = Chain(size);
            return () =>
            {
                for (int i = 0; i < size; i++) model.Pop();
            };
        });
    }

    // So many would take minutes if each looked at all before it.
    [Fact]
    public void Twenty_thousand_layers_are_added_and_found_in_a_moment()
    {
        const int Count = 20_000;
        Sequential model = Empty();
        Assert.InRange(WorkAssert.Bytes(() => AddTo(model, Count)), 0, 5_000L * Count);
        Assert.Equal(Count, model.Layers.Count);
        Assert.Equal([1, 1], model.Predict(Tensor.Ones([1, 1])).Shape);
        for (int i = 0; i < Count; i++) Assert.Same(model.Layers[i], model.GetLayer($"l{i}"));
        for (int i = 0; i < Count; i++) model.Pop();
        Assert.Empty(model.Layers);
    }

    [Fact]
    public void Chains_are_written_read_copied_and_shown() => AllIsLinear(Chain, Size);

    [Fact]
    public void Functional_models_are_written_read_copied_and_shown() => AllIsLinear(Graph, Size);

    [Fact]
    public void Functional_models_of_many_layers_are_found_in_and_shown()
    {
        Model model = Graph(4000);
        foreach (Layer layer in model.Layers) Assert.Same(layer, model.GetLayer(layer.Name));
        using var table = new StringWriter();
        model.Summary(table);
        Assert.Contains("l3999", table.ToString(), StringComparison.Ordinal);
    }

    // Of an output for each of many calls of one layer, the names are numbered.
    [Fact]
    public void Outputs_are_named_in_one_go()
    {
        WorkAssert.IsLinear("outputs", Size, size =>
        {
            SymbolicTensor input = new Input([1]);
            Layer layer = new Identity(name: "same");
            SymbolicTensor[] outputs = [.. Enumerable.Range(0, size).Select(_ => layer.Apply(input))];
            return () => new Model(input, outputs).Compile("sgd", "mse");
        });
        SymbolicTensor x = new Input([1]), other = new Identity(name: "same_1").Apply(x);
        Layer same = new Identity(name: "same");
        var model = new Model(x, new[] { same.Apply(x), other, same.Apply(x), same.Apply(x) });
        Assert.Equal(["same", "same_1", "same_2", "same_3"], model.PredictAll(Tensor.Ones([1, 1])).Names!);
    }

    private static void AllIsLinear(Func<int, Model> make, int size)
    {
        string text = "";
        WorkAssert.IsLinear("making", size, count => () => make(count));
        WorkAssert.IsLinear("ToJson", size, Of(model => text = model.ToJson()));
        WorkAssert.IsLinear("FromJson", size, count =>
        {
            string json = make(count).ToJson();
            return () => Model.FromJson(json);
        });
        WorkAssert.IsLinear("CloneModel", size, Of(model => model.CloneModel()));
        WorkAssert.IsLinear("Save", size, Of(model => model.Save(new MemoryStream())));
        WorkAssert.IsLinear("Load", size, count =>
        {
            var file = new MemoryStream();
            make(count).Save(file);
            file.Position = 0;
            return () => Model.Load(file);
        });
        WorkAssert.IsLinear("Weights", size, Of(model => model.TrainableWeights.Count.ToString()));
        WorkAssert.IsLinear("Trainable", size, Of(model => model.Trainable = false));
        WorkAssert.IsLinear("Summary", size, Of(model => model.Summary(TextWriter.Null)));
        WorkAssert.IsLinear("Compile", size, Of(model => model.Compile("sgd", "mse")));
        WorkAssert.IsLinear("Predict", size, Of(model => model.Predict(Tensor.Ones([1, 1]))));
        Assert.NotEmpty(text);

        Func<int, Action> Of(Action<Model> use) => count =>
        {
            Model model = make(count);
            return () => use(model);
        };
    }

    private static Sequential Empty()
    {
        var model = new Sequential();
        model.Add(new Input([1]));
        return model;
    }

    private static Sequential Chain(int size)
    {
        Sequential model = Empty();
        AddTo(model, size);
        return model;
    }

    private static void AddTo(Sequential model, int size)
    {
        for (int i = 0; i < size; i++) model.Add(i % 8 == 0 ? new Dense(1, name: $"l{i}") : new Identity(name: $"l{i}"));
    }

    private static Model Graph(int size)
    {
        SymbolicTensor input = new Input([1]), last = input;
        for (int i = 1; i < size; i += 2)
        {
            last = new Add(name: $"l{i}").Apply(new Dense(1, name: $"l{i - 1}").Apply(last), last);
        }

        return new Model(input, last);
    }
}
