using DeepSharp.Tests.Reference;
using Functions = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

/// <summary>The functions that Keras users call by name: each is the op that it says, with Keras's order of arguments.</summary>
public class OpsFunctionTests
{
    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, Func<double, double> Reference)> s_unary = new()
    {
        ["Negative"] = (Functions.Negative, x => -x),
        ["Abs"] = (Functions.Abs, Math.Abs),
        ["Exp"] = (Functions.Exp, Math.Exp),
        ["Log"] = (Functions.Log, Math.Log),
        ["Sqrt"] = (Functions.Sqrt, Math.Sqrt),
        ["Square"] = (Functions.Square, x => x * x),
        ["Power of a number"] = (x => Functions.Power(x, 3f), x => x * x * x),
        ["Clip"] = (x => Functions.Clip(x, 0.71f, 1.43f), x => Math.Clamp(x, 0.71f, 1.43f)),
        ["Maximum of a number"] = (x => Functions.Maximum(x, 1.01f), x => Math.Max(x, 1.01f)),
        ["Minimum of a number"] = (x => Functions.Minimum(x, 1.01f), x => Math.Min(x, 1.01f)),
        ["ReLU"] = (x => Functions.ReLU(x - 1.01f), x => Math.Max(x - 1.01f, 0)),
        ["ReLU6"] = (x => Functions.ReLU6(5f * x), x => Math.Min(5 * x, 6)),
        ["LeakyReLU"] = (x => Functions.LeakyReLU(x - 1.01f, 0.5f), x => x > 1.01f ? x - 1.01f : 0.5 * (x - 1.01f)),
        ["ELU"] = (x => Functions.ELU(x - 1.01f, 2f), x => x > 1.01f ? x - 1.01f : 2 * (Math.Exp(x - 1.01f) - 1)),
        ["GELU"] = (x => Functions.GELU(x), UnaryReference.GELUTanh),
        ["GELU, exact"] = (x => Functions.GELU(x, approximate: false), UnaryReference.GELU),
        ["SiLU"] = (Functions.SiLU, x => x * UnaryReference.Sigmoid(x)),
        ["Softplus"] = (Functions.Softplus, UnaryReference.Softplus),
        ["Sigmoid"] = (Functions.Sigmoid, UnaryReference.Sigmoid),
        ["Tanh"] = (Functions.Tanh, Math.Tanh),
    };

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Function, Func<double, double, double> Reference)>
        s_binary = new()
        {
            ["Add"] = (Functions.Add, (x, y) => x + y),
            ["Subtract"] = (Functions.Subtract, (x, y) => x - y),
            ["Multiply"] = (Functions.Multiply, (x, y) => x * y),
            ["Divide"] = (Functions.Divide, (x, y) => x / y),
            ["Power"] = (Functions.Power, Math.Pow),
            ["Maximum"] = (Functions.Maximum, Math.Max),
            ["Minimum"] = (Functions.Minimum, Math.Min),
            ["Where"] = ((x, y) => Functions.Where(Functions.Greater(x, Tensor.Scalar(1)), x, y), (x, y) => x > 1 ? x : y),
        };

    private static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Function, float[] Want)> s_comparisons = new()
    {
        ["Greater"] = (Functions.Greater, [0, 0, 1]),
        ["GreaterEqual"] = (Functions.GreaterEqual, [0, 1, 1]),
        ["Less"] = (Functions.Less, [1, 0, 0]),
        ["LessEqual"] = (Functions.LessEqual, [1, 1, 0]),
        ["Equal"] = (Functions.Equal, [0, 1, 0]),
        ["NotEqual"] = (Functions.NotEqual, [1, 0, 1]),
    };

    public static TheoryData<string> Unary => [.. s_unary.Keys];

    public static TheoryData<string> Binary => [.. s_binary.Keys];

    public static TheoryData<string> Comparisons => [.. s_comparisons.Keys];

    [Theory]
    [MemberData(nameof(Unary))]
    public void Functions_of_one_tensor_are_right(string name)
    {
        (Func<Tensor, Tensor> function, Func<double, double> reference) = s_unary[name];
        Tensor x = OpData.Distinct([4, 6], 1) + 1.2f;
        GradientCheck.Run(() => function(x), [x], at => Array.ConvertAll(at[0], value => reference(value)), 2e-5);
    }

    [Theory]
    [MemberData(nameof(Binary))]
    public void Functions_of_two_tensors_are_right_and_broadcast(string name)
    {
        (Func<Tensor, Tensor, Tensor> function, Func<double, double, double> reference) = s_binary[name];
        Tensor x = OpData.Random([4, 3], 1, 0.5f, 1.5f), y = OpData.Random([3], 2, 0.6f, 1.6f);
        GradientCheck.Run(() => function(x, y), [x, y], at => TensorOpReference.Map(at[0], [4, 3], at[1], [3], reference));
    }

    [Theory]
    [MemberData(nameof(Comparisons))]
    public void Comparisons_give_masks(string name) =>
        Assert.Equal(s_comparisons[name].Want, s_comparisons[name].Function(Tensor.From([1, 2, 3]), Tensor.Scalar(2)).ToArray());

    [Fact]
    public void Softmax_and_its_logarithm_are_those_of_the_tensor()
    {
        Tensor x = OpData.Random([3, 4], 1);
        Assert.Equal(x.Softmax().ToArray(), Functions.Softmax(x).ToArray());
        Assert.Equal(x.Softmax(0).ToArray(), Functions.Softmax(x, axis: 0).ToArray());
        Assert.Equal(x.LogSoftmax(0).ToArray(), Functions.LogSoftmax(x, axis: 0).ToArray());
    }

    [Fact]
    public void A_stopped_gradient_is_a_constant()
    {
        Tensor x = Tensor.From([2f, 3f]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => x * Functions.StopGradient(x * x));
        Assert.Equal([8f, 27f], y.ToArray());
        Assert.Equal([4f, 9f], tape.Gradient(y, [x])[0]!.ToArray());
        Assert.Equal([2f, 3f], Functions.StopGradient(x).ToArray());
    }

    [Fact]
    public void A_stopped_gradient_allocates_nothing_in_a_steady_step()
    {
        Tensor x = Tensor.From([2f, 3f]);
        var tape = new Tape(new StepMemory(), isRecording: true);
        tape.Watch(x);
        AllocationAssert.Zero(() =>
        {
            Tape? previous = tape.Enter();
            try
            {
                tape.Backward((x * Functions.StopGradient(x)).Sum());
            }
            finally
            {
                Tape.Restore(previous);
            }

            tape.EndStep();
        });
    }

    [Fact]
    public void Nothing_is_no_tensor()
    {
        Assert.Throws<ArgumentNullException>(() => Functions.ReLU(null!));
        Assert.Throws<ArgumentNullException>(() => Functions.Add(Tensor.Scalar(1), null!));
        Assert.Throws<ArgumentNullException>(() => Functions.Concatenate([null!]));
        Assert.Throws<ArgumentNullException>(() => Functions.StopGradient(null!));
    }
}
