namespace DeepSharp.Tests.Optimizers;

/// <summary>1 - beta is subtracted before it is rounded, as in Keras: 1 - 0.999f is 0.0009999871 and no 0.001.</summary>
public class OptimizerRoundingTests
{
    public static TheoryData<Optimizer, float[]> Firsts => new()
    {
        { new Adam(), [0.1f, 0.001f] },
        { new Adam(beta1: 0.9f, beta2: 0.999f), [0.1f, 0.001f] },
        { new Adam(amsgrad: true), [0.1f, 0.001f, 0.001f] },
        { new AdamW(), [0.1f, 0.001f] },
        { new Nadam(), [0.1f, 0.001f] },
        { new Adamax(), [0.1f] },
        { new Lamb(), [0.1f, 0.001f] },
        { new Lion(), [0.01f] },
        { new RMSprop(rho: 0.99), [0.01f] },
        { new Adadelta(), [0.05f] },
    };

    [Theory]
    [MemberData(nameof(Firsts))]
    public void A_gradient_of_one_is_taken_in_by_its_share_to_the_bit(Optimizer optimizer, float[] slots)
    {
        CheckFirst(optimizer, slots);
        CheckFirst(Optimizer.FromConfig(optimizer.ToConfig()), slots);
    }

    // The first average is the weight after the first step, 0; the second has a hundredth of the weight 1.
    [Fact]
    public void An_average_takes_in_its_share_to_the_bit()
    {
        Variable w = OptimizerRun.One();
        var optimizer = new SGD(1, useEma: true, emaMomentum: 0.99);
        optimizer.Apply([w], [Tensor.From([1f])]);
        optimizer.Apply([w], [Tensor.From([-1f])]);
        optimizer.FinalizeVariableValues([w]);
        Assert.Equal(0.01f, w.Value.Item());
    }

    // The share of the step is 1000^-0.8 itself, not what is left of 1 after a rounding.
    [Fact]
    public void Late_steps_of_Adafactor_have_all_digits()
    {
        float[] w = [1f], squares = [0f];
        var options = new DeepSharp.Kernels.AdafactorOptions(-0.8, 1e-30f, 1e-3f, 1f);
        DeepSharp.Kernels.AdafactorKernel.Step(w, [1f], squares, 0.01f, 1000, options);
        Assert.Equal((float)Math.Pow(1000, -0.8), squares[0]);
    }

    private static void CheckFirst(Optimizer optimizer, float[] slots)
    {
        Variable w = OptimizerRun.One();
        optimizer.Apply([w], [Tensor.From([1f])]);
        for (int i = 0; i < slots.Length; i++) Assert.Equal(slots[i], optimizer.SlotsOf(w)[i].Value.Item());
    }
}
