using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A function of tensors alone, with options that are in its config: what becomes of masks in Keras's models.</summary>
internal sealed class FunctionLayer : OperationLayer
{
    private static readonly CallSignature s_one = new(CallArgument.Tensor("x"));
    private static readonly CallSignature s_list = new(CallArgument.Tensors("xs"));

    private readonly Op _op;
    private readonly bool _takesList;
    private readonly JsonObject _options;

    // Of what is filled with numbers of a given kind; null for that of the tensor.
    private DType? _dtype;

    private FunctionLayer(string className, string? name, Op op, JsonObject options, bool takesList = false)
        : base(className, name) => (_op, _takesList, _options) = (op, takesList, options);

    /// <inheritdoc/>
    public override CallSignature Signature => _takesList ? s_list : s_one;

    /// <inheritdoc/>
    protected override int? InputCount => _takesList ? null : 1;

    /// <summary>1 where any value along axes is not 0, or all are.</summary>
    /// <exception cref="FormatException">An option is of the wrong kind.</exception>
    public static FunctionLayer ReadReduction(string className, ConfigReader reader)
    {
        int[] axes = reader.IsNull("axis") || !reader.Has("axis") ? [] : reader.OneOrMoreInts("axis", -1);
        bool keepDims = reader.Bool("keepdims", false);
        var options = new JsonObject
        {
            ["axis"] = axes switch { [] => null, [var axis] => axis, _ => new JsonArray([.. axes.Select(axis => (JsonNode)axis)]) },
            ["keepdims"] = keepDims,
        };
        return Read(className, reader, new ReduceLogicalOp(axes, keepDims, isAny: className == "Any"), options);
    }

    /// <summary>A new axis of length 1.</summary>
    /// <exception cref="FormatException">An option is of the wrong kind.</exception>
    public static FunctionLayer ReadExpandDims(string className, ConfigReader reader)
    {
        int axis = reader.Int("axis");
        return Read(className, reader, new ExpandDimsOp(axis), new JsonObject { ["axis"] = axis });
    }

    /// <summary>Zeros or ones in the shape of the tensor.</summary>
    public static FunctionLayer ReadFilled(string className, ConfigReader reader)
    {
        DType? dtype = reader.Has("dtype") ? DType.Read(reader) : default(DType?);
        if (dtype is { IsString: true }) throw reader.Wrong("dtype", "one of numbers", reader.Node("dtype"));
        FunctionLayer layer = Read(
            className, reader, className == "ZerosLike" ? FilledOp.ZerosLike : FilledOp.OnesLike,
            new JsonObject { ["dtype"] = dtype?.Name });
        layer._dtype = dtype;
        return layer;
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    /// <exception cref="FormatException">An option is of the wrong kind.</exception>
    public static FunctionLayer ReadConcatenate(string className, ConfigReader reader)
    {
        int axis = reader.Int("axis", 0);
        return Read(className, reader, new ConcatenateOp(axis), new JsonObject { ["axis"] = axis }, takesList: true);
    }

    internal override DType DTypeOfOutput(ReadOnlySpan<SymbolicTensor> inputs, int output) =>
        _op is ReduceLogicalOp ? DType.Bool : _dtype ?? Common(inputs);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape([input]);

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [_op.InferShape(inputs)];

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => Tape.Run(_op, inputs);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        foreach ((string key, JsonNode? value) in _options) config[key] = value?.DeepClone();
    }

    private static FunctionLayer Read(string className, ConfigReader reader, Op op, JsonObject options, bool takesList = false)
    {
        var layer = new FunctionLayer(className, reader.String("name"), op, options, takesList);
        reader.End();
        return layer;
    }
}
