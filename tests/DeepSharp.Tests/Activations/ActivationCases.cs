using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Activations;

/// <summary>Every element-wise activation with its formula in double precision.</summary>
internal static class ActivationCases
{
    public static readonly Dictionary<string, (Activation Activation, Func<double, double> Reference)> Elementwise = new()
    {
        ["celu"] = (Activation.CELU(), x => UnaryReference.ELU(x, 1)),
        ["celu(2)"] = (Activation.CELU(2f), x => x > 0 ? x : 2 * (Math.Exp(x / 2) - 1)),
        ["elu"] = (Activation.ELU(), x => UnaryReference.ELU(x, 1)),
        ["elu(0.5)"] = (Activation.ELU(0.5f), x => UnaryReference.ELU(x, 0.5)),
        ["exponential"] = (Activation.Exponential, Math.Exp),
        ["gelu"] = (Activation.GELU(), UnaryReference.GELU),
        ["gelu(approximate)"] = (Activation.GELU(approximate: true), UnaryReference.GELUTanh),
        ["hard_shrink"] = (Activation.HardShrink(), x => Math.Abs(x) > 0.5 ? x : 0),
        ["hard_shrink(1)"] = (Activation.HardShrink(1f), x => Math.Abs(x) > 1 ? x : 0),
        ["hard_sigmoid"] = (Activation.HardSigmoid, x => Math.Clamp(x / 6 + 0.5, 0, 1)),
        ["hard_silu"] = (Activation.HardSiLU, x => x * Math.Clamp(x / 6 + 0.5, 0, 1)),
        ["hard_tanh"] = (Activation.HardTanh, x => Math.Clamp(x, -1, 1)),
        ["leaky_relu"] = (Activation.LeakyReLU(), x => x > 0 ? x : 0.2f * x),
        ["leaky_relu(0.01)"] = (Activation.LeakyReLU(0.01f), x => x > 0 ? x : 0.01f * x),
        ["log_sigmoid"] = (Activation.LogSigmoid, x => -UnaryReference.Softplus(-x)),
        ["mish"] = (Activation.Mish, x => x * Math.Tanh(UnaryReference.Softplus(x))),
        ["relu"] = (Activation.ReLU, x => Math.Max(0, x)),
        ["relu(0.1, 4, 0.5)"] = (Activation.ReLUWith(0.1f, 4f, 0.5f), x => UnaryReference.ReLU(x, 0.1f, 4, 0.5)),
        ["relu6"] = (Activation.ReLU6, x => Math.Clamp(x, 0, 6)),
        ["selu"] = (Activation.SELU, x => 1.0507009873554805 * UnaryReference.ELU(x, 1.6732632423543772)),
        ["sigmoid"] = (Activation.Sigmoid, UnaryReference.Sigmoid),
        ["silu"] = (Activation.SiLU, x => x * UnaryReference.Sigmoid(x)),
        ["soft_shrink"] = (Activation.SoftShrink(), x => Math.Sign(x) * Math.Max(0, Math.Abs(x) - 0.5)),
        ["soft_shrink(1)"] = (Activation.SoftShrink(1f), x => Math.Sign(x) * Math.Max(0, Math.Abs(x) - 1)),
        ["softplus"] = (Activation.Softplus, UnaryReference.Softplus),
        ["softsign"] = (Activation.Softsign, x => x / (1 + Math.Abs(x))),
        ["sparse_plus"] = (Activation.SparsePlus, UnaryReference.SparsePlus),
        ["sparse_sigmoid"] = (Activation.SparseSigmoid, x => Math.Clamp((x + 1) / 2, 0, 1)),
        ["squareplus"] = (Activation.Squareplus(), x => (x + Math.Sqrt(x * x + 4)) / 2),
        ["squareplus(1)"] = (Activation.Squareplus(1f), x => (x + Math.Sqrt(x * x + 1)) / 2),
        ["tanh"] = (Activation.Tanh, Math.Tanh),
        ["tanh_shrink"] = (Activation.TanhShrink, x => x - Math.Tanh(x)),
        ["threshold(0.25, -2)"] = (Activation.Threshold(0.25f, -2f), x => x > 0.25 ? x : -2),
    };

    /// <summary>Those that mix several values.</summary>
    public static readonly Dictionary<string, Activation> OverAnAxis = new()
    {
        ["glu"] = Activation.GLU(),
        ["glu(1)"] = Activation.GLU(1),
        ["softmax"] = Activation.Softmax,
        ["sparsemax"] = Activation.Sparsemax,
        ["sparsemax(1)"] = Activation.SparsemaxOver(1),
        ["softmax(1)"] = Activation.SoftmaxOver(1),
        ["log_softmax"] = Activation.LogSoftmax,
        ["log_softmax(1)"] = Activation.LogSoftmaxOver(1),
        ["linear"] = Activation.Linear,
    };

    public static Activation Find(string id) => Elementwise.TryGetValue(id, out var found) ? found.Activation : OverAnAxis[id];

    public static TheoryData<string> Ids(Func<string, bool> wanted) => [.. Elementwise.Keys.Concat(OverAnAxis.Keys).Where(wanted)];
}
