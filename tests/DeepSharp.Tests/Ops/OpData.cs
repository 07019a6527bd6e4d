using CsCheck;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Ops;

/// <summary>Inputs for tests of ops.</summary>
internal static class OpData
{
    /// <summary>Two shapes that broadcast: some axes of 1, some leading axes missing.</summary>
    public static readonly Gen<(int[] A, int[] B)> BroadcastShapes =
        Gen.Select(Gen.Int[1, 4].Array[0, 4], Gen.UInt[0, 15], Gen.UInt[0, 15], Gen.Int[0, 4], Gen.Int[0, 4])
            .Select((shape, a, b, skipA, skipB) => (Operand(shape, a, skipA), Operand(shape, b & ~a, skipB)));

    public static Tensor Random(int[] shape, int seed, float minimum = -1f, float maximum = 1f) =>
        Tensor.From(TestData.Uniform(TensorOpReference.Size(shape), seed, minimum, maximum), shape.AsShape());

    /// <summary>Numbers a tenth apart in a random order: no ties, so that a small step changes no maximum.</summary>
    public static Tensor Distinct(int[] shape, int seed)
    {
        float[] values = [.. Enumerable.Range(0, TensorOpReference.Size(shape)).Select(i => i / 10f - 1.03f)];
        new System.Random(seed).Shuffle(values);
        return Tensor.From(values, shape.AsShape());
    }

    public static Shape AsShape(this int[] lengths) => Shape.Create(lengths);

    private static int[] Operand(int[] shape, uint ones, int skip) =>
        [.. shape.Select((length, axis) => (ones >> axis & 1) == 1 ? 1 : length).Skip(Math.Min(skip, shape.Length))];
}
