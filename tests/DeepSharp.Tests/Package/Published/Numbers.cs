using DeepSharp;
using Numerics = System.Numerics.Tensors;

namespace Published;

/// <summary>Tensors from and to arrays of every kind, operations, random numbers, tensors in a file.</summary>
internal static class Numbers
{
    public static void Run(TextWriter output, string file)
    {
        DataArray[] arrays =
        [
            new float[2, 3, 2, 2, 2], new float[2, 3, 4, 1], new double[2, 3], new int[2, 2, 2], new byte[2, 2, 2, 3], new long[2, 2],
            new bool[] { true }, new float[][] { [1, 2], [3, 4] }, Numerics.Tensor.Create(new double[] { 1, 2, 3, 4 }, [2, 2]),
            DataArray.From([1, 2, 3, 4], [2, 2]),
        ];
        foreach (DataArray array in arrays) output.WriteLine($"{array.ElementType.Name} {array.Shape} {array.ToTensor().Sum().Item()}");

        Tensor a = EveryArea.Ramp([3, 4]), b = Tensor.From(new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } }) / 8;
        Tensor image = EveryArea.Ramp([1, 6, 6, 2]);
        Tensor[] results =
        [
            Ops.MatMul(a, b), a.Transpose(), Ops.Concatenate([a, a], axis: 1), Ops.Stack([a, a]), Ops.Split(a, 2, axis: 1)[1],
            Ops.Softmax(a), Ops.GELU(a), Ops.Softplus(a), Ops.Where(Ops.Greater(a, 0.5), a, -a), Ops.OneHot(Tensor.FromLabels([1, 0]), 3),
            Ops.Power(a, 1.5), a.Sum([0, 1], keepDims: true), a.Max(axis: 0), a.ArgMax(), a[1..3],
            Ops.Conv2D(image, EveryArea.Ramp([3, 3, 2, 4]), padding: "same"), Ops.MaxPool2D(image, 2), Ops.AveragePool2D(image, 3),
            a.Clip(0.2, 0.8), Tensor.Eye(3), Tensor.Where(a.Less(0.5), a, a + 1), (Tensor)(Numerics.Tensor<float>)a,
            Tensor.From((float[,])a), Ops.Transpose(image, [0, 3, 1, 2]), Ops.LogSoftmax(a), Ops.Squeeze(image),
        ];
        foreach (Tensor result in results) output.WriteLine(EveryArea.Text(result));

        var tape = new GradientTape();
        tape.Watch(a);
        Tensor loss = tape.Record(() => Ops.Mean(Ops.Tanh(Ops.MatMul(a, b)) * Ops.Exp(a)[..3].Sum()));
        output.WriteLine(EveryArea.Text(tape.Gradient(loss, a)[0]!));

        var random = new RandomStream(7);
        Tensor drawn = Tensor.Zeros([50]);
        random.FillNormal(drawn.Span);
        output.WriteLine($"{EveryArea.Text(drawn)}, {random.NextInt(100)}, {random.Split().NextSingle():F5}");

        var tensors = new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b };
        Safetensors.Save(file, tensors, new Dictionary<string, string> { ["kind"] = "test" });
        IReadOnlyDictionary<string, Tensor> read = Safetensors.Load(file, out IReadOnlyDictionary<string, string> metadata);
        output.WriteLine($"{string.Join(' ', read.Keys)} {metadata["kind"]} {read["b"]}");
    }
}
