namespace DeepSharp.Tests.Kernels.Optimizers;

/// <summary>Slots decay where gradients stay away, and no optimizer keeps a subnormal number in them.</summary>
public class VanishingSlotTests
{
    public static TheoryData<string> Names =>
    [
        "adam", "amsgrad", "adamw", "adamax", "nadam", "lamb", "rmsprop", "centered", "adagrad", "adadelta", "adafactor", "lion", "ftrl",
        "momentum", "nesterov", "average",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Slots_of_weights_without_a_gradient_are_never_subnormal(string name)
    {
        Optimizer optimizer = Create(name);
        var weight = new Variable(Tensor.From(TestData.Uniform(67, 1)), "w");
        optimizer.Apply([weight], [Tensor.From(TestData.Uniform(67, 2))]);
        Tensor nothing = Tensor.Zeros([67]);

        for (int step = 0; step < 1500; step++)
        {
            optimizer.Apply([weight], [nothing]);
            AssertNormal(optimizer, step);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Slots_of_gradients_of_every_size_are_never_subnormal(string name)
    {
        Optimizer optimizer = Create(name);
        var weight = new Variable(Tensor.From(TestData.Uniform(67, 1)), "w");

        // From 1 down to the least subnormal number.
        float[] gradients = [.. TestData.Uniform(67, 2).Select((value, i) => value * MathF.Pow(10, -i * 45f / 66))];
        for (int step = 0; step < 20; step++)
        {
            optimizer.Apply([weight], [Tensor.From(gradients)]);
            AssertNormal(optimizer, step);
        }

        Assert.All(weight.Value.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData("adamw")]
    [InlineData("momentum")]
    public void Weights_that_decay_end_at_0(string name)
    {
        Optimizer optimizer = Create(name, weightDecay: 0.9, learningRate: 0.5f);
        var weight = new Variable(Tensor.From(TestData.Uniform(67, 1, 0.5f, 1f)), "w");
        Tensor nothing = Tensor.Zeros([67]);

        for (int step = 0; step < 400; step++) optimizer.Apply([weight], [nothing]);

        Assert.All(weight.Value.ToArray(), value => Assert.Equal(0f, value));
    }

    private static Optimizer Create(string name, double? weightDecay = null, float learningRate = 1e-3f) => name switch
    {
        "adam" => new Adam(learningRate),
        "amsgrad" => new Adam(learningRate, amsgrad: true),
        "adamw" => new AdamW(learningRate, weightDecay ?? 4e-3),
        "adamax" => new Adamax(learningRate, beta1: 0.5, beta2: 0.5),
        "nadam" => new Nadam(learningRate),
        "lamb" => new Lamb(learningRate),
        "rmsprop" => new RMSprop(learningRate, momentum: 0.9),
        "centered" => new RMSprop(learningRate, centered: true, momentum: 0.9),
        "adagrad" => new Adagrad(learningRate, initialAccumulatorValue: 0),
        "adadelta" => new Adadelta(learningRate, rho: 0.8),
        "adafactor" => new Adafactor(learningRate),
        "lion" => new Lion(learningRate, beta2: 0.9),
        "ftrl" => new Ftrl(learningRate, initialAccumulatorValue: 0),
        "momentum" => new SGD(learningRate, 0.9, weightDecay: weightDecay),
        "nesterov" => new SGD(learningRate, 0.9, nesterov: true),
        _ => new SGD(learningRate, 0.9, useEma: true, emaMomentum: 0.5),
    };

    private static void AssertNormal(Optimizer optimizer, int step)
    {
        foreach (Variable slot in optimizer.StateVariables)
        {
            float[] values = slot.Value.ToArray();
            int place = Array.FindIndex(values, float.IsSubnormal);
            Assert.True(place < 0, $"step {step}: {slot.Name} has {(place < 0 ? 0 : values[place])} at {place}.");
        }
    }
}
