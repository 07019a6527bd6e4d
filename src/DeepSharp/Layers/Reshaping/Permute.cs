using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts the axes of every sample into another order. The batch axis stays.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...), with as many axes after the batch as <see cref="Dims"/> has ·
/// <b>Output</b> the same lengths in the new order. No weights.
/// </remarks>
/// <example><code>new Permute([2, 1])   // (32, 10, 64) to (32, 64, 10)</code></example>
public sealed class Permute : Layer
{
    private readonly int[] _dims;
    private readonly TransposeOp _op;

    /// <summary>A permutation of axes.</summary>
    /// <param name="dims">Each axis of a sample once, counted from 1: axis i of the output is axis <c>dims[i - 1]</c> of the input.</param>
    /// <param name="name">A name that is unique in its model; null for <c>permute</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">The numbers are not 1 to as many as there are, each once.</exception>
    public Permute(IReadOnlyList<int> dims, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(dims);
        _dims = [.. dims];
        if (_dims.Length >= Shape.MaxRank || !_dims.Order().SequenceEqual(Enumerable.Range(1, _dims.Length)))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected dims to be the axes from 1 to at most {Shape.MaxRank - 1}, each once, " +
                $"but got ({string.Join(", ", _dims)}). The batch axis, 0, is not among them.",
                nameof(dims));
        }

        _op = new TransposeOp([0, .. _dims]);
    }

    /// <summary>The axis of the input that each axis of the output is, counted from 1.</summary>
    public IReadOnlyList<int> Dims => _dims;

    private protected override bool KeepsDType => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        RequireRank(input);
        return _op.InferShape([input]);
    }

    internal static Permute FromConfig(ConfigReader reader)
    {
        if (!reader.Has("dims")) throw reader.Wrong("dims", "a list of axes", null);
        return new Permute(reader.Ints("dims"), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        RequireRank(input.Shape);
        return Tape.Run(_op, input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["dims"] = ConfigSchema.Ints(_dims);

    private void RequireRank(Shape input)
    {
        if (input.Rank == _dims.Length + 1) return;
        throw new ShapeException(
            $"expected an input of rank {_dims.Length + 1}, the batch and an axis for each of dims ({string.Join(", ", _dims)}), " +
            $"but got {input}.");
    }
}
