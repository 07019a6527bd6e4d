using System.ComponentModel;
using System.Reflection;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

// The forms that F# takes where C# has others. That F# does take them the sample in F# shows.
public class FSharpFormsTests
{
    [Fact]
    public void Validation_data_may_be_a_pair_that_is_an_object()
    {
        (Tensor x, Tensor y) = SmallModels.Numbers(4);
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0), "mse");
        var validation = Tuple.Create(new float[,] { { 1 }, { 3 } }, new[] { 0, 0 });
        EarlyStopping[] callbacks = [new EarlyStopping(patience: 1)];
        History history = model.Fit(x, y, validation, epochs: 3, verbose: 0, callbacks: callbacks);
        Assert.Equal([5, 5], history["val_loss"]);
        Assert.Equal(2, model.Fit<EarlyStopping>(x, y, [new EarlyStopping("loss", patience: 1)], epochs: 5, verbose: 0).Epochs.Count);
        var wrong = Tuple.Create("x", "y");
        Assert.Throws<ArgumentException>(() => model.Fit(x, y, wrong, callbacks: callbacks));
    }

    [Fact]
    public void Editors_of_C_sharp_show_the_forms_that_it_takes()
    {
        MethodInfo[] generic = [.. typeof(Model).GetMethods().Where(method => method.Name is "Fit" or "Compile" && method.IsGenericMethod)];
        Assert.Equal(3, generic.Length);
        Assert.All(generic, method =>
            Assert.Equal(EditorBrowsableState.Never, method.GetCustomAttribute<EditorBrowsableAttribute>()?.State));
    }

    [Fact]
    public void Tensors_are_made_of_arrays()
    {
        int[] shape = [2, 3];
        Tensor normal = Tensor.RandomNormal(shape, seed: 1), uniform = Tensor.RandomUniform(shape, -1, 1, seed: 1);
        Assert.Equal(Tensor.RandomNormal([2, 3], seed: 1).ToArray(), normal.ToArray());
        Assert.Equal(Tensor.RandomUniform([2, 3], -1, 1, seed: 1).ToArray(), uniform.ToArray());
        Tensor[] both = [normal, uniform];
        Assert.Equal([4, 3], DeepSharp.Ops.Concatenate(both).Shape);
        Assert.Equal([2, 3, 2], DeepSharp.Ops.Stack(both, axis: -1).Shape);
    }

    [Fact]
    public void Models_are_made_of_lists_and_of_pairs()
    {
        Input left = new([2], name: "left"), right = new([2], name: "right");
        SymbolicTensor sum = left + right;
        var inputs = new List<Input> { left, right };
        Model[] models =
        [
            new(inputs, sum), new(inputs, new List<SymbolicTensor> { sum }), new(Tuple.Create(left, right), sum),
            new(Tuple.Create<SymbolicTensor, SymbolicTensor>(left, right), sum), new(new[] { left, right }, sum),
        ];
        Assert.All(models, model => Assert.Equal(["left", "right"], model.Inputs.Select(input => input.Name)));
        Layer[] layers = [new Dense(2), new Dense(1)];
        Assert.Equal(2, new Sequential(layers).Layers.Count);
        Assert.Equal(2, new Sequential(new Input([2]), layers).Layers.Count);
        SymbolicTensor[] both = [left, right];
        Assert.Equal([Shape.Any, 4], new Concatenate().Apply(both).Shape);
    }

    [Fact]
    public void Calls_take_arrays()
    {
        var layer = new LSTM(2);
        Tensor[] inputs = [Tensor.Ones([1, 4, 3])], states = [Tensor.Ones([1, 2]), Tensor.Ones([1, 2])];
        Tensor output = layer.Apply(new CallArguments<Tensor>(inputs).With("initial_state", states));
        Assert.Equal(layer.Apply([inputs[0], .. states]).ToArray(), output.ToArray());
        CallArgument[] arguments = [CallArgument.Tensor("x"), CallArgument.Option("scale")];
        Assert.Equal("x, scale", new CallSignature(arguments).ToString());
    }

    [Fact]
    public void Sets_are_made_of_what_they_hold()
    {
        Assert.Equal(2, new LossSet("mse", Loss.Huber()).Count);
        Assert.Equal([1, 0.5], new LossWeights(1, 0.5));
        Assert.Equal(2, new MetricSet("mae", "mse").Count());
        Assert.NotNull(new LearningRate(new CosineDecay(0.1, 10)).Schedule);
    }
}
