namespace DeepSharp;

// Tensors put together, taken apart and chosen from.
public static partial class Ops
{
    /// <summary>A tensor behind another along an axis.</summary>
    /// <param name="x1">The first.</param>
    /// <param name="x2">The second.</param>
    /// <param name="axis">The axis; null for all values of both in order, as a vector.</param>
    /// <exception cref="ShapeException">The shapes do not agree but for the axis, or there is no such axis.</exception>
    public static Tensor Append(Tensor x1, Tensor x2, int? axis = null) =>
        axis is { } one ? Concatenate([Require(x1), Require(x2)], one) : Concatenate([Ravel(Require(x1)), Ravel(Require(x2))]);

    /// <summary>Tensors side by side: along axis 1, vectors along axis 0.</summary>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    /// <exception cref="ShapeException">The shapes do not agree.</exception>
    public static Tensor HStack(params ReadOnlySpan<Tensor> xs)
    {
        Tensor[] all = WithAxes("HStack", xs, x => x.Rank == 0 ? x.Reshape([1]) : x);
        return Concatenate(all, all[0].Rank == 1 ? 0 : 1);
    }

    /// <summary>Tensors one below the other, along axis 0; vectors are rows.</summary>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    /// <exception cref="ShapeException">The shapes do not agree.</exception>
    public static Tensor VStack(params ReadOnlySpan<Tensor> xs) =>
        Concatenate(WithAxes("VStack", xs, x => x.Rank < 2 ? x.Reshape([1, -1]) : x));

    /// <summary>Tensors one behind the other, along axis 2; vectors are (1, values, 1), matrices (rows, columns, 1).</summary>
    /// <exception cref="ArgumentException">There is no tensor.</exception>
    /// <exception cref="ShapeException">The shapes do not agree.</exception>
    public static Tensor DStack(params ReadOnlySpan<Tensor> xs) => Concatenate(
        WithAxes("DStack", xs, x => x.Rank < 2 ? x.Reshape([1, -1, 1]) : x.Rank == 2 ? ExpandDims(x, -1) : x), axis: 2);

    /// <summary>An axis cut into parts, the first of which are one longer where it does not fall into equal ones.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="sections">How many parts.</param>
    /// <param name="axis">The axis to cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 1 part.</exception>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor[] ArraySplit(Tensor x, int sections, int axis = 0)
    {
        if (sections < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(sections), $"ArraySplit: expected 1 part or more but got {sections}.");
        }

        int length = Require(x).Shape[x.Shape.NormalizeAxis(axis)], start = 0;
        var parts = new Tensor[sections];
        for (int i = 0; i < sections; i++)
        {
            int count = length / sections + (i < length % sections ? 1 : 0);
            parts[i] = Part(x, axis, start, count);
            start += count;
        }

        return parts;
    }

    /// <summary>Columns cut into parts of equal number: axis 1, of a vector axis 0.</summary>
    /// <exception cref="ShapeException">There is no axis, or it does not fall into so many equal parts.</exception>
    public static Tensor[] HSplit(Tensor x, int sections) => Split(x, sections, Require(x).Rank == 1 ? 0 : 1);

    /// <summary>Columns cut before some positions: axis 1, of a vector axis 0.</summary>
    /// <exception cref="ShapeException">There is no axis, or the positions do not rise within it.</exception>
    public static Tensor[] HSplit(Tensor x, ReadOnlySpan<int> indices) => Split(x, indices, Require(x).Rank == 1 ? 0 : 1);

    /// <summary>Rows, axis 0, cut into parts of equal number.</summary>
    /// <exception cref="ShapeException">There is no axis, or it does not fall into so many equal parts.</exception>
    public static Tensor[] VSplit(Tensor x, int sections) => Split(x, sections);

    /// <summary>Rows, axis 0, cut before some positions.</summary>
    /// <exception cref="ShapeException">There is no axis, or the positions do not rise within it.</exception>
    public static Tensor[] VSplit(Tensor x, ReadOnlySpan<int> indices) => Split(x, indices);

    /// <summary>Axis 2 cut into parts of equal length.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it does not fall into so many equal parts.</exception>
    public static Tensor[] DSplit(Tensor x, int sections) => Split(x, sections, 2);

    /// <summary>Axis 2 cut before some positions.</summary>
    /// <exception cref="ShapeException">There is no such axis, or the positions do not rise within it.</exception>
    public static Tensor[] DSplit(Tensor x, ReadOnlySpan<int> indices) => Split(x, indices, 2);

    /// <summary>For each place the value of the first choice whose condition is not 0.</summary>
    /// <param name="condlist">Conditions. No gradient.</param>
    /// <param name="choicelist">As many choices.</param>
    /// <param name="default">Where no condition holds.</param>
    /// <exception cref="ArgumentException">There is no condition, or not as many choices.</exception>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Tensor Select(ReadOnlySpan<Tensor> condlist, ReadOnlySpan<Tensor> choicelist, double @default = 0)
    {
        RequireSome(condlist, "Select");
        RequireSome(choicelist, "Select");
        if (condlist.Length != choicelist.Length)
        {
            throw new ArgumentException(
                $"Select: expected as many choices as conditions but got {choicelist.Length} and {condlist.Length}.");
        }

        Tensor chosen = Tensor.Constant((float)@default);
        for (int i = condlist.Length - 1; i >= 0; i--) chosen = Where(condlist[i], choicelist[i], chosen);
        return chosen;
    }

    /// <summary>Axes that coordinates run along, stretched to grids of all their combinations.</summary>
    /// <param name="xs">Vectors, or single numbers.</param>
    /// <param name="indexing"><c>"xy"</c>: the first two change places, as columns come before rows in coordinates; or <c>"ij"</c>.</param>
    /// <returns>As many tensors, of as many axes.</returns>
    /// <exception cref="ArgumentException">There is no tensor, or no such indexing.</exception>
    /// <exception cref="ShapeException">A tensor is of rank 2 or more.</exception>
    public static Tensor[] MeshGrid(ReadOnlySpan<Tensor> xs, string indexing = "xy")
    {
        RequireSome(xs, "MeshGrid");
        if (indexing is not ("xy" or "ij"))
        {
            throw new ArgumentException($"MeshGrid: expected an indexing of xy or ij but got '{indexing}'.", nameof(indexing));
        }

        bool swaps = indexing == "xy" && xs.Length > 1;
        var lengths = new int[xs.Length];
        for (int i = 0; i < xs.Length; i++)
        {
            if (xs[i].Rank > 1) throw new ShapeException($"MeshGrid: expected vectors but got {xs[i].Shape}.");
            lengths[PlaceOf(i)] = xs[i].Size;
        }

        var grids = new Tensor[xs.Length];
        for (int i = 0; i < grids.Length; i++)
        {
            var line = new int[xs.Length];
            Array.Fill(line, 1);
            line[PlaceOf(i)] = xs[i].Size;
            grids[i] = BroadcastTo(xs[i].Reshape(Shape.Create(line)), Shape.Create(lengths));
        }

        return grids;

        int PlaceOf(int i) => swaps && i < 2 ? 1 - i : i;
    }

    private static Tensor[] WithAxes(string name, ReadOnlySpan<Tensor> xs, Func<Tensor, Tensor> widen)
    {
        RequireSome(xs, name);
        return Array.ConvertAll(xs.ToArray(), x => widen(x));
    }
}
