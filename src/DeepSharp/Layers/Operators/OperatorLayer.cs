using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// Arithmetic with symbolic tensors, as a layer of the graph: of one operand, of two, or of one and a number. Keras writes it as an
/// operation of <c>keras.ops</c>, with the number among the arguments of its call.
/// </summary>
internal sealed class OperatorLayer : OperationLayer
{
    private static readonly NameTable<Op> s_operators = new(
        "operator",
        ("Add", MathOps.Add),
        ("Divide", MathOps.Divide),
        ("LogicalAnd", MathOps.LogicalAnd),
        ("LogicalOr", MathOps.LogicalOr),
        ("Multiply", MathOps.Multiply),
        ("Negative", MathOps.Negate),
        ("NotEqual", MathOps.NotEqualTo),
        ("Subtract", MathOps.Subtract));

    private static readonly CallSignature s_binary = new(CallArgument.Tensor("x1"), CallArgument.Tensor("x2"));
    private static readonly CallSignature s_unary = new(CallArgument.Tensor("x"));

    private readonly Op _op;
    private readonly Tensor? _left;
    private readonly Tensor? _right;

    private OperatorLayer(string className, string? name = null, float? left = null, float? right = null)
        : base(className, name)
    {
        _op = s_operators[className];
        if (left is { } first) _left = Tensor.Scalar(first);
        if (right is { } second) _right = Tensor.Scalar(second);
    }

    /// <summary>The operators, by Keras's class names.</summary>
    public static IEnumerable<string> Names => s_operators.Names;

    public static SymbolicTensor Apply(string className, SymbolicTensor left, SymbolicTensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new OperatorLayer(className).Apply([left, right]);
    }

    public static SymbolicTensor Apply(
        string className, SymbolicTensor left, double right, [CallerArgumentExpression(nameof(right))] string name = "") =>
        new OperatorLayer(className, right: OptionNumber.Finite(className, right, name)).Apply(left);

    public static SymbolicTensor Apply(
        string className, double left, SymbolicTensor right, [CallerArgumentExpression(nameof(left))] string name = "") =>
        new OperatorLayer(className, left: OptionNumber.Finite(className, left, name)).Apply(right);

    public static SymbolicTensor Apply(string className, SymbolicTensor operand) => new OperatorLayer(className).Apply(operand);

    /// <summary>Reads an operator from its config and the list of its calls, which must be one.</summary>
    /// <exception cref="ArgumentException">There is no such operator; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The operands are not those of the operator.</exception>
    public static OperatorLayer Read(string className, JsonObject config, JsonArray calls)
    {
        var reader = new ConfigReader(config, className);
        string? name = reader.String("name");
        reader.End();

        // A number that stands before the tensor is the left operand.
        JsonArray operands = calls is [JsonObject call] && call["args"] is JsonArray list ? list : [];
        int count = s_operators[className] == MathOps.Negate ? 1 : 2;
        float? left = operands is [JsonValue first, ..] ? Number(first) : null;
        float? right = operands is [_, JsonValue second] ? Number(second) : null;
        bool isRight = operands.Count == count && (left is null || right is null)
            && operands.All(operand => operand is JsonObject or JsonValue);
        if (isRight) return new OperatorLayer(className, name, left, right);
        throw new FormatException(
            $"{className} '{name}': expected one call with {(count == 1 ? "a tensor" : "two operands, one of them a number at most,")} " +
            $"but the config says {ConfigSchema.Shortened(calls)}.");

        float? Number(JsonValue value) => new ConfigReader(new JsonObject { ["operand"] = value.DeepClone() }, className).Float("operand");
    }

    // As in Keras: comparisons give yes or no, quotients floats, and a number with a fraction makes floats of whole numbers.
    internal override DType DTypeOfOutput(ReadOnlySpan<SymbolicTensor> inputs, int output)
    {
        if (_op == MathOps.NotEqualTo || _op == MathOps.LogicalAnd || _op == MathOps.LogicalOr) return DType.Bool;
        bool isWhole = IsWhole(_left) && IsWhole(_right);
        return _op == MathOps.Divide || !isWhole ? DType.Float32 : Common(inputs);
    }

    private static bool IsWhole(Tensor? number) => number is null || number.Item() == MathF.Floor(number.Item());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) =>
        [inputs.Length == 1 ? inputs[0] : Shape.Broadcast(inputs[0], inputs[1])];

    /// <inheritdoc/>
    public override CallSignature Signature => InputCount == 1 ? s_unary : s_binary;

    internal override (float? Before, float? After) Constants => (_left?.Item(), _right?.Item());

    /// <inheritdoc/>
    protected override int? InputCount => _op == MathOps.Negate || _left is not null || _right is not null ? 1 : 2;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) =>
        _left is not null ? Tape.Run(_op, _left, input) : _right is not null ? Tape.Run(_op, input, _right) : Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        outputs[0] = inputs.Length == 1 ? Call(inputs[0], training) : Tape.Run(_op, inputs);
}
