using DeepSharp.Kernels;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Kernels.Optimizers;

/// <summary>
/// Every kernel of an optimizer against the rule in double precision: several steps, all lengths up to 257, with and without weight decay,
/// with gradients as they are and scaled and clipped.
/// </summary>
public class UpdateKernelTests
{
    private const int Steps = 4;
    private const float Rate = 0.01f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f, Scale = 0.5f, Limit = 0.3f;

    private static readonly FtrlOptions s_ftrl = new(-0.5f, 0.1f, 0.2f, 0.05f, 0.3f);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["SGD"] = new(
            0, (s, g, _, decay, rule) => SgdKernel.Step(s[0], g, Rate, decay, rule),
            (s, g, _, decay) => Sgd(s, g, 0, false, decay)),
        ["SGD with momentum"] = new(
            1, (s, g, _, decay, rule) => SgdKernel.StepMomentum(s[0], g, s[1], Rate, 0.9f, false, decay, rule),
            (s, g, _, decay) => Sgd(s, g, 0.9f, false, decay)),
        ["SGD in Nesterov's form"] = new(
            1, (s, g, _, decay, rule) => SgdKernel.StepMomentum(s[0], g, s[1], Rate, 0.9f, true, decay, rule),
            (s, g, _, decay) => Sgd(s, g, 0.9f, true, decay)),
        ["Adam"] = new(
            2, (s, g, t, decay, rule) => AdamKernel.Step(
                s[0], g, s[1], s[2], AdamKernel.CorrectedRate(Rate, Beta1, Beta2, t), Beta1, Beta2, Epsilon, decay, rule),
            (s, g, t, decay) => Adam(s, g, t, decay)),
        ["RMSprop"] = RmsProp(0f, false),
        ["RMSprop with momentum"] = RmsProp(0.9f, false),
        ["RMSprop, centered"] = RmsProp(0f, true),
        ["RMSprop, centered, with momentum"] = RmsProp(0.9f, true),
        ["Adagrad"] = new(
            1, (s, g, _, decay, rule) => AdagradKernel.Step(s[0], g, s[1], Rate, Epsilon, decay, rule),
            (s, g, _, decay) => OptimizerReference.Adagrad(s, g, Rate, Epsilon, decay)),
        ["Adadelta"] = new(
            2, (s, g, _, decay, rule) => AdadeltaKernel.Step(s[0], g, s[1], s[2], 1f, 0.95f, Epsilon, decay, rule),
            (s, g, _, decay) => OptimizerReference.Adadelta(s, g, 1, 0.95f, Epsilon, decay)),
        ["Adamax"] = new(
            2, (s, g, t, decay, rule) => AdamaxKernel.Step(
                s[0], g, s[1], s[2], AdamaxKernel.CorrectedRate(Rate, Beta1, t), Beta1, Beta2, Epsilon, decay, rule),
            (s, g, t, decay) => OptimizerReference.Adamax(s, g, t, Rate, Beta1, Beta2, Epsilon, decay)),
        ["Nadam"] = new(
            2, (s, g, t, decay, rule) => NadamKernel.Step(s[0], g, s[1], s[2], NadamAt(t), Beta1, Beta2, Epsilon, decay, rule),
            (s, g, t, decay) => OptimizerReference.Nadam(s, g, t, Rate, Beta1, Beta2, Epsilon, decay)),
        ["Lion"] = new(
            1, (s, g, _, decay, rule) => LionKernel.Step(s[0], g, s[1], Rate, Beta1, 0.99f, decay, rule),
            (s, g, _, decay) => OptimizerReference.Lion(s, g, Rate, Beta1, 0.99f, decay)),
        ["FTRL"] = Ftrl(-0.5f),
        ["FTRL with another power"] = Ftrl(-0.7f),
    };

    private delegate void Kernel(float[][] state, ReadOnlySpan<float> gradient, int step, float decay, GradientRule rule);

    private delegate void Rule(Span<double> state, double gradient, int step, double decay);

    public static TheoryData<string> Names => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Several_steps_follow_the_rule(string name) => Check(s_cases[name], 0f, default, g => g);

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_decay_before_the_step(string name) => Check(s_cases[name], 0.02f, default, g => g);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_scaled_and_clipped_on_the_way(string name) =>
        Check(s_cases[name], 0f, new GradientRule(Scale, Limit), g => OptimizerReference.Adjusted(g, Scale, Limit));

    [Theory]
    [MemberData(nameof(Names))]
    public void One_thread_and_three_give_the_same_bits_and_allocate_nothing(string name)
    {
        const int length = 200_003;
        Case kernel = s_cases[name];
        float[] gradients = TestData.Uniform(length, 2);
        float[][] one = kernel.Start(length), three = kernel.Start(length);
        using (new ThreadCount(1)) Step(one);
        using (new ThreadCount(3))
        {
            Step(three);
            for (int i = 0; i < one.Length; i++) TestData.AssertSameBits(one[i], three[i], $"array {i}");
            AllocationAssert.Zero(() => Step(three), warmup: 2, repeats: 3);
        }

        void Step(float[][] state)
        {
            kernel.Kernel(state, gradients, 1, 0.01f, default);
            kernel.Kernel(state, gradients, 2, 0.01f, new GradientRule(Scale, Limit));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Different_lengths_are_refused(string name)
    {
        Case kernel = s_cases[name];
        Assert.Throws<ArgumentException>(() => kernel.Kernel(kernel.Start(3), new float[4], 1, 0f, default));
        foreach (int slot in kernel.Used)
        {
            float[][] state = kernel.Start(3);
            state[slot] = new float[2];
            Assert.Throws<ArgumentException>(() => kernel.Kernel(state, new float[3], 1, 0f, default));
        }
    }

    private static void Check(Case kernel, float decay, GradientRule rule, Func<double, double> adjust)
    {
        for (int length = 0; length <= 257; length++)
        {
            float[][] state = kernel.Start(length);
            double[][] want = [.. Enumerable.Range(0, length).Select(i => state.Select(values => (double)values[i]).ToArray())];
            for (int step = 1; step <= Steps; step++)
            {
                float[] gradients = TestData.Uniform(length, step);
                kernel.Kernel(state, gradients, step, decay, rule);
                for (int i = 0; i < length; i++) kernel.Rule(want[i], adjust(gradients[i]), step, decay);
            }

            for (int slot = 0; slot < state.Length; slot++)
            {
                TestData.AssertClose([.. want.Select(values => values[slot])], state[slot], 2e-6, 2e-6, $"array {slot}, length {length}");
            }
        }
    }

    private static Case RmsProp(float momentum, bool centered) => new(
        3, (s, g, _, decay, rule) => RmsPropKernel.Step(
            s[0], g, s[1], centered ? s[2] : [], momentum > 0 ? s[3] : [], Rate, Beta1, momentum, 1e-3f, decay, rule),
        (s, g, _, decay) => OptimizerReference.RmsProp(s, g, Rate, Beta1, momentum, 1e-3f, centered, decay))
    {
        Used = [1, .. centered ? (int[])[2] : [], .. momentum > 0 ? (int[])[3] : []],
    };

    private static Case Ftrl(float power) => new(
        2, (s, g, _, decay, rule) => FtrlKernel.Step(s[0], g, s[1], s[2], s_ftrl with { LearningRatePower = power }, 0.5f, decay, rule),
        (s, g, _, decay) => OptimizerReference.Ftrl(
            s, g, 0.5f, power, (s_ftrl.L1, s_ftrl.L2, s_ftrl.Shrinkage, s_ftrl.Beta), decay));

    private static void Sgd(Span<double> s, double g, double momentum, bool nesterov, double decay)
    {
        double velocity = s.Length > 1 ? s[1] : 0;
        OptimizerReference.Sgd(ref s[0], g, ref velocity, Rate, momentum, nesterov, decay);
        if (s.Length > 1) s[1] = velocity;
    }

    private static void Adam(Span<double> s, double g, int step, double decay)
    {
        double largest = 0;
        OptimizerReference.Adam(ref s[0], g, ref s[1], ref s[2], ref largest, step, (Rate, Beta1, Beta2, Epsilon), false, decay);
    }

    private static NadamRates NadamAt(int step)
    {
        double product = 1;
        for (int t = 1; t <= step; t++) product *= NadamRates.Momentum(Beta1, t);
        return NadamRates.Of(Rate, Beta1, Beta2, step, product);
    }

    private sealed record Case(int Slots, Kernel Kernel, Rule Rule)
    {
        /// <summary>The slots that the kernel looks at.</summary>
        public int[] Used { get; init; } = [.. Enumerable.Range(1, Slots)];

        /// <summary>Random weights, and slots that start with 0.1.</summary>
        public float[][] Start(int length) =>
            [TestData.Uniform(length, 1), .. Enumerable.Range(0, Slots).Select(_ => Enumerable.Repeat(0.1f, length).ToArray())];
    }
}
