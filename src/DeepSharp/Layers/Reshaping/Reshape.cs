using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Gives the values of every sample another shape. The batch axis stays.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> (batch, target shape), of as many values. No weights. A view: nothing is copied.
/// </remarks>
/// <example><code>new Reshape([7, 7, -1])   // (32, 3136) to (32, 7, 7, 64)</code></example>
public sealed class Reshape : Layer
{
    private readonly SampleReshapeOp _op;

    /// <summary>A reshaping.</summary>
    /// <param name="targetShape">Of one sample, without the batch axis; one length may be -1 and follows from the rest.</param>
    /// <param name="name">A name that is unique in its model; null for <c>reshape</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">More than one length is -1.</exception>
    public Reshape(Shape targetShape, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        if (targetShape.Count(length => length == Shape.Any) > 1)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected a target shape with at most one length of -1 " +
                $"but got ({string.Join(", ", targetShape)}).",
                nameof(targetShape));
        }

        TargetShape = targetShape;
        _op = new SampleReshapeOp(targetShape);
    }

    /// <inheritdoc cref="Reshape(Shape, string?, Shape?)"/>
    [OverloadResolutionPriority(-1)]
    public Reshape(int[] targetShape, string? name = null, Shape? inputShape = null)
        : this(new Shape(targetShape), name, inputShape)
    {
    }

    /// <summary>The shape of one sample of the output, as it was given.</summary>
    public Shape TargetShape { get; }

    private protected override bool KeepsDType => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape(input);

    internal static Reshape FromConfig(ConfigReader reader)
    {
        if (!reader.Has("target_shape")) throw reader.Wrong("target_shape", "a list of lengths", null);
        int[] target = reader.Ints("target_shape");
        if (target.Length >= Shape.MaxRank || target.Any(length => length < Shape.Any))
        {
            throw reader.Wrong("target_shape", $"at most {Shape.MaxRank - 1} lengths of 0 or more, or -1", reader.Node("target_shape"));
        }

        return new Reshape(Shape.Create(target), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["target_shape"] = ConfigSchema.Ints(TargetShape.AsSpan());
}
