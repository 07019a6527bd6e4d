using System.Text.Json.Nodes;
using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Golden;

/// <summary>What stands for a name below <c>keras.ops</c>, with the arguments that golden cases give it, read from left to right.</summary>
internal static class OpTable
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_unary = new()
    {
        ["abs"] = F.Abs,
        ["negative"] = F.Negative,
        ["exp"] = F.Exp,
        ["expm1"] = F.Expm1,
        ["square"] = F.Square,
        ["sin"] = F.Sin,
        ["cos"] = F.Cos,
        ["tan"] = F.Tan,
        ["tanh"] = F.Tanh,
        ["sinh"] = F.Sinh,
        ["cosh"] = F.Cosh,
        ["arctan"] = F.Arctan,
        ["arcsinh"] = F.Arcsinh,
        ["sign"] = F.Sign,
        ["sigmoid"] = F.Sigmoid,
        ["silu"] = F.SiLU,
        ["softplus"] = F.Softplus,
        ["softsign"] = F.Softsign,
        ["erf"] = F.Erf,
        ["exp2"] = F.Exp2,
        ["log_sigmoid"] = F.LogSigmoid,
        ["log"] = F.Log,
        ["log1p"] = F.Log1p,
        ["log2"] = F.Log2,
        ["log10"] = F.Log10,
        ["sqrt"] = F.Sqrt,
        ["rsqrt"] = F.Rsqrt,
        ["reciprocal"] = F.Reciprocal,
        ["cbrt"] = F.Cbrt,
        ["arcsin"] = F.Arcsin,
        ["arccos"] = F.Arccos,
        ["arctanh"] = F.Arctanh,
        ["erfinv"] = F.Erfinv,
        ["arccosh"] = F.Arccosh,
        ["floor"] = F.Floor,
        ["ceil"] = F.Ceil,
        ["trunc"] = F.Trunc,
        ["logical_not"] = F.LogicalNot,
        ["isnan"] = F.IsNaN,
        ["inv"] = F.Inv,
        ["det"] = F.Det,
        ["cholesky"] = x => F.Cholesky(x),
        ["relu"] = F.ReLU,
        ["relu6"] = F.ReLU6,
        ["leaky_relu"] = x => F.LeakyReLU(x),
        ["elu"] = x => F.ELU(x),
        ["selu"] = F.SELU,
        ["hard_sigmoid"] = F.HardSigmoid,
        ["hard_silu"] = F.HardSiLU,
        ["softmax"] = x => F.Softmax(x),
        ["log_softmax"] = x => F.LogSoftmax(x),
        ["zeros_like"] = F.ZerosLike,
        ["ones_like"] = F.OnesLike,
        ["diagonal"] = x => F.Diagonal(x),
        ["trace"] = x => F.Trace(x),
        ["triu"] = x => F.Triu(x),
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_binary = new()
    {
        ["add"] = F.Add,
        ["subtract"] = F.Subtract,
        ["multiply"] = F.Multiply,
        ["maximum"] = F.Maximum,
        ["minimum"] = F.Minimum,
        ["arctan2"] = F.Arctan2,
        ["logaddexp"] = F.LogAddExp,
        ["hypot"] = F.Hypot,
        ["divide"] = F.Divide,
        ["divide_no_nan"] = F.DivideNoNan,
        ["power"] = F.Power,
        ["mod"] = F.Mod,
        ["floor_divide"] = F.FloorDivide,
        ["heaviside"] = F.Heaviside,
        ["equal"] = F.Equal,
        ["not_equal"] = F.NotEqual,
        ["greater"] = F.Greater,
        ["greater_equal"] = F.GreaterEqual,
        ["less"] = F.Less,
        ["less_equal"] = F.LessEqual,
        ["logical_and"] = F.LogicalAnd,
        ["logical_or"] = F.LogicalOr,
        ["logical_xor"] = F.LogicalXor,
        ["isclose"] = (x, y) => F.IsClose(x, y),
        ["matmul"] = F.MatMul,
        ["dot"] = F.Dot,
        ["outer"] = F.Outer,
        ["inner"] = F.Inner,
        ["vdot"] = F.VDot,
        ["cross"] = (x, y) => F.Cross(x, y),
        ["solve"] = F.Solve,
        ["searchsorted"] = (x, y) => F.SearchSorted(x, y),
        ["digitize"] = F.Digitize,
    };

    private static readonly Dictionary<string, Func<OpCall, Tensor>> s_others = new()
    {
        ["gelu"] = call => F.GELU(call.X, (bool?)call["approximate"] ?? true),
        ["round"] = call => F.Round(call.X, (int?)call["decimals"] ?? 0),
        ["clip"] = call => F.Clip(call.X, call.Number, call.Number),
        ["sum"] = call => F.Sum(call.X, call.Axis, call.KeepDims),
        ["mean"] = call => F.Mean(call.X, call.Axis, call.KeepDims),
        ["var"] = call => F.Var(call.X, call.Axis, call.KeepDims),
        ["std"] = call => F.Std(call.X, call.Axis, call.KeepDims),
        ["prod"] = call => F.Prod(call.X, call.Axis, call.KeepDims),
        ["logsumexp"] = call => F.LogSumExp(call.X, call.Axis, call.KeepDims),
        ["max"] = call => F.Max(call.X, OpCall.IntsOf(call["axis"]!)),
        ["min"] = call => F.Min(call.X, OpCall.IntsOf(call["axis"]!)),
        ["argmax"] = call => F.ArgMax(call.X, call.Axis, call.KeepDims),
        ["argmin"] = call => F.ArgMin(call.X, call.Axis, call.KeepDims),
        ["any"] = call => F.Any(call.X, call.Axis),
        ["all"] = call => F.All(call.X, call.Axis),
        ["cumsum"] = call => F.CumSum(call.X, call.Axis),
        ["cumprod"] = call => F.CumProd(call.X, call.Axis),
        ["median"] = call => F.Median(call.X, call.Axis),
        ["quantile"] = Quantile,
        ["count_nonzero"] = call => F.CountNonzero(call.X, call.Axis),
        ["average"] = call => F.Average(call.X, call.Axis, call.Named("weights")),
        ["bincount"] = call => F.BinCount(call.X, minLength: (int)call["minlength"]!),
        ["diff"] = call => F.Diff(call.X, axis: call.Axis ?? -1),
        ["norm"] = call => F.Norm(call.X, (double?)call["ord"], call.Axis is { } axis ? [axis] : [], call.KeepDims),
        ["reshape"] = call => F.Reshape(call.X, Shape.Create(call.Ints)),
        ["transpose"] = call => F.Transpose(call.X, OpCall.IntsOf(call["axes"]!)),
        ["swapaxes"] = call => F.SwapAxes(call.X, call.Int, call.Int),
        ["moveaxis"] = call => F.MoveAxis(call.X, call.Int, call.Int),
        ["expand_dims"] = call => F.ExpandDims(call.X, call.Int),
        ["squeeze"] = call => F.Squeeze(call.X, call.Axis),
        ["concatenate"] = call => F.Concatenate(call.Xs, call.Axis ?? 0),
        ["stack"] = call => F.Stack(call.Xs, call.Axis ?? 0),
        ["tile"] = call => F.Tile(call.X, call.Ints),
        ["repeat"] = Repeat,
        ["flip"] = call => F.Flip(call.X, call.Axis),
        ["roll"] = call => F.Roll(call.X, call.Int, call.Axis),
        ["pad"] = call => F.Pad(
            call.X, [.. call.Node.AsArray().Select(pair => ((int)pair![0]!, (int)pair[1]!))], (string?)call["mode"] ?? "constant",
            (double?)call["constant_values"]),
        ["broadcast_to"] = call => F.BroadcastTo(call.X, Shape.Create(call.Ints)),
        ["tril"] = call => F.Tril(call.X, (int?)call["k"] ?? 0),
        ["diag"] = call => F.Diag(call.X, (int?)call["k"] ?? 0),
        ["where"] = call => F.Where(call.X, call.X, call.X),
        ["take"] = call => F.Take(call.X, call.X, call.Axis),
        ["take_along_axis"] = call => F.TakeAlongAxis(call.X, call.X, call.Axis),
        ["sort"] = call => F.Sort(call.X, call.Axis),
        ["argsort"] = call => F.ArgSort(call.X, call.Axis),
        ["in_top_k"] = call => F.InTopK(call.X, call.X, call.Int),
        ["arange"] = call => F.Arange(call.Number, call.Number, call.Number),
        ["linspace"] = call => F.Linspace(call.Number, call.Number, (int)call["num"]!),
        ["eye"] = call => F.Eye(call.Int, call.Int, (int?)call["k"] ?? 0),
        ["full"] = call => F.Full(Shape.Create(call.Ints), call.Number),
        ["one_hot"] = call => F.OneHot(call.X, call.Int),
        ["multi_hot"] = call => F.MultiHot(call.X, call.Int),
        ["einsum"] = Einsum,
        ["tensordot"] = call => F.TensorDot(call.X, call.X, OpCall.IntsOf(call["axes"]![0]!), OpCall.IntsOf(call["axes"]![1]!)),
        ["solve_triangular"] = call => F.SolveTriangular(call.X, call.X, (bool?)call["lower"] ?? false),
        ["normalize"] = call => F.Normalize(call.X, call.Axis ?? -1, (int?)call["order"] ?? 2),
        ["batch_normalization"] = call => F.BatchNormalization(
            call.X, call.Named("mean")!, call.Named("variance")!, call.Axis!.Value, call.Named("offset"), call.Named("scale"),
            (double)call["epsilon"]!),
        ["layer_normalization"] = call => F.LayerNormalization(call.X, call.X, call.X, call.Axis ?? -1, (double?)call["epsilon"]),
        ["conv"] = call => F.Conv(call.X, call.X, OpCall.IntsOf(call["strides"]!), (string)call["padding"]!),
        ["depthwise_conv"] = call => F.DepthwiseConv(call.X, call.X, padding: (string)call["padding"]!),
        ["separable_conv"] = call => F.SeparableConv(call.X, call.X, call.X, padding: (string)call["padding"]!),
        ["conv_transpose"] = call => F.ConvTranspose(call.X, call.X, OpCall.IntsOf(call["strides"]!), (string)call["padding"]!),
        ["max_pool"] = call => F.MaxPool(call.X, call.Ints, OpCall.IntsOf(call["strides"]!), (string)call["padding"]!),
        ["average_pool"] = call => F.AveragePool(call.X, call.Ints, OpCall.IntsOf(call["strides"]!), (string)call["padding"]!),
        ["binary_crossentropy"] = call => F.BinaryCrossentropy(call.X, call.X),
        ["categorical_crossentropy"] = call => F.CategoricalCrossentropy(call.X, call.X, (bool?)call["from_logits"] ?? false),
        ["sparse_categorical_crossentropy"] = call => F.SparseCategoricalCrossentropy(call.X, call.X),
        ["dot_product_attention"] = call => F.DotProductAttention(call.X, call.X, call.X, isCausal: (bool?)call["is_causal"] ?? false),
        ["cast"] = call => F.Trunc(call.X),
        ["slice"] = call => F.Slice(call.X, call.Ints, call.Ints),
        ["slice_update"] = call => F.SliceUpdate(call.X, call.Ints, call.X),
        ["scatter"] = call => F.Scatter(call.X, call.X, Shape.Create(call.Ints)),
        ["scatter_update"] = call => F.ScatterUpdate(call.X, call.X, call.X),
        ["segment_sum"] = call => F.SegmentSum(call.X, call.X, (int?)call["num_segments"]),
        ["image.rgb_to_grayscale"] = call => F.RgbToGrayscale(call.X),
        ["image.resize"] = call => F.Resize(call.X, Size(call.Ints)),
        ["image.extract_patches"] = call => F.ExtractPatches(call.X, Size(call.Ints)),
        ["ctc_loss"] = call => F.CtcLoss(call.X, call.X, call.X, call.X),
        ["svd"] = call => F.SingularValues(call.X),
        ["size"] = call => Tensor.Scalar(call.X.Size),
    };

    private static readonly Dictionary<string, Func<OpCall, Tensor[]>> s_several = new()
    {
        ["split"] = call => Split(call.X, call.Node, call.Axis ?? 0),
        ["unstack"] = call => F.Unstack(call.X, axis: call.Axis ?? 0),
        ["top_k"] = call => Pair(F.TopK(call.X, call.Int)),
        ["meshgrid"] = call => F.MeshGrid([call.X, call.X]),
        ["moments"] = call => Pair(F.Moments(call.X, OpCall.IntsOf(call["axes"]!))),
        ["rfft"] = call => Pair(F.Rfft(call.X)),
        ["fft"] = call => Fft(call.Xs),
        ["shape"] = call => [.. call.X.Shape.ToArray().Select(length => Tensor.Scalar(length))],
    };

    public static IReadOnlyDictionary<string, Func<OpCall, Tensor[]>> Functions { get; } = Create();

    private static Dictionary<string, Func<OpCall, Tensor[]>> Create()
    {
        var table = new Dictionary<string, Func<OpCall, Tensor[]>>(s_several);
        foreach ((string name, Func<Tensor, Tensor> function) in s_unary) table[name] = call => [function(call.X)];
        foreach ((string name, Func<Tensor, Tensor, Tensor> function) in s_binary) table[name] = call => [function(call.X, call.X)];
        foreach ((string name, Func<OpCall, Tensor> function) in s_others) table[name] = call => [function(call)];
        return table;
    }

    private static Tensor Quantile(OpCall call)
    {
        (Tensor x, JsonNode q) = (call.X, call.Node);
        string method = (string?)call["method"] ?? "linear";
        return q is JsonObject ? F.Quantile(x, call.Tensor(q), call.Axis, method) : F.Quantile(x, (double)q, call.Axis, method);
    }

    private static Tensor Repeat(OpCall call)
    {
        (Tensor x, JsonNode repeats) = (call.X, call.Node);
        int[] counts = repeats is JsonObject ? [.. call.Tensor(repeats).ToArray().Select(count => (int)count)] : [(int)repeats];
        return F.Repeat(x, counts, call.Axis);
    }

    private static Tensor Einsum(OpCall call)
    {
        string equation = call.Text;
        return F.Einsum(equation, [.. Enumerable.Range(0, equation.Count(letter => letter == ',') + 1).Select(_ => call.X)]);
    }

    private static Tensor[] Split(Tensor x, JsonNode parts, int axis) =>
        parts is JsonArray ? F.Split(x, OpCall.IntsOf(parts), axis) : F.Split(x, (int)parts, axis);

    private static Tensor[] Fft(Tensor[] parts) => Pair(F.Fft(parts[0], parts[1]));

    private static Tensor[] Pair((Tensor First, Tensor Second) pair) => [pair.First, pair.Second];

    private static Size2D Size(int[] sizes) => (sizes[0], sizes[1]);
}
