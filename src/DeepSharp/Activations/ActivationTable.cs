namespace DeepSharp;

/// <summary>Keras's names of activations, and how each is made from its parameters.</summary>
internal static class ActivationTable
{
    public static NameTable<Func<ConfigReader, Activation>> Entries { get; } = new(
        "activation",
        ("celu", CELUActivation.Read),
        ("elu", ELUActivation.Read),
        ("exponential", _ => Activation.Exponential),
        ("gelu", GELUActivation.Read),
        ("glu", GLUActivation.Read),
        ("hard_shrink", HardShrinkActivation.Read),
        ("hard_sigmoid", _ => Activation.HardSigmoid),
        ("hard_silu", _ => Activation.HardSiLU),
        ("hard_swish", _ => Activation.HardSiLU),
        ("hard_tanh", _ => Activation.HardTanh),
        ("leaky_relu", LeakyReLUActivation.Read),
        ("log_softmax", LogSoftmaxActivation.Read),
        ("softmax", SoftmaxActivation.Read),
        ("linear", _ => Activation.Linear),
        ("log_sigmoid", _ => Activation.LogSigmoid),
        ("mish", _ => Activation.Mish),
        ("relu", GeneralReLUActivation.Read),
        ("relu6", _ => Activation.ReLU6),
        ("selu", _ => Activation.SELU),
        ("sigmoid", _ => Activation.Sigmoid),
        ("silu", _ => Activation.SiLU),
        ("soft_shrink", SoftShrinkActivation.Read),
        ("softplus", _ => Activation.Softplus),
        ("softsign", _ => Activation.Softsign),
        ("sparse_plus", _ => Activation.SparsePlus),
        ("sparse_sigmoid", _ => Activation.SparseSigmoid),
        ("sparsemax", SparsemaxActivation.Read),
        ("squareplus", SquareplusActivation.Read),
        ("swish", _ => Activation.SiLU),
        ("tanh", _ => Activation.Tanh),
        ("tanh_shrink", _ => Activation.TanhShrink),
        ("threshold", ThresholdActivation.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Activation> Classes { get; } = new(Entries);
}
