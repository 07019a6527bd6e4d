using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>
/// A functional model with the inputs <c>left</c> and <c>right</c> and the outputs <c>class</c> and <c>value</c>, and data for it.
/// </summary>
internal static class TwoByTwo
{
    public static Model Create()
    {
        Input left = new([4], name: "left"), right = new([3], name: "right");
        SymbolicTensor both = new Concatenate(name: "both").Apply(Dense(6, 1, "a").Apply(left), Dense(5, 2, "b").Apply(right));
        SymbolicTensor hidden = Dense(8, 3, "hidden").Apply(both);
        var head = new Dense(3, "softmax", kernelInitializer: Initializer.GlorotUniform(4), name: "class");
        var value = new Dense(1, kernelInitializer: Initializer.GlorotUniform(5), name: "value");
        return new Model([left, right], [head.Apply(hidden), value.Apply(hidden)], "two");
    }

    public static Model Compiled()
    {
        Model model = Create();
        model.Compile("adam", ["sparse_categorical_crossentropy", "mse"], [["accuracy"], ["mae"]], [1f, 0.5f]);
        return model;
    }

    public static (Tensor Left, Tensor Right, Tensor Class, Tensor Value) Data(int count)
    {
        int[] classes = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        return (
            Tensor.From(TestData.Uniform(4 * count, seed: 1), [count, 4]), Tensor.From(TestData.Uniform(3 * count, seed: 2), [count, 3]),
            Tensor.FromLabels(classes), Tensor.From(TestData.Uniform(count, seed: 3), [count, 1]));
    }

    private static Dense Dense(int units, int seed, string name) =>
        new(units, "tanh", kernelInitializer: Initializer.GlorotUniform(seed), name: name);
}
