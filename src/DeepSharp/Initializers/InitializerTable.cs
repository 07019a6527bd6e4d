namespace DeepSharp;

/// <summary>Keras's names of initializers, and how each is made from its parameters.</summary>
internal static class InitializerTable
{
    public static NameTable<Func<ConfigReader, Initializer>> Entries { get; } = new(
        "initializer",
        ("Zeros", _ => Initializer.Zeros),
        ("zeros", _ => Initializer.Zeros),
        ("Ones", _ => Initializer.Ones),
        ("ones", _ => Initializer.Ones),
        ("Constant", ConstantInitializer.Read),
        ("constant", ConstantInitializer.Read),
        ("Identity", IdentityInitializer.Read),
        ("identity", IdentityInitializer.Read),
        ("RandomUniform", RandomUniformInitializer.Read),
        ("random_uniform", RandomUniformInitializer.Read),
        ("RandomNormal", RandomNormalInitializer.Read),
        ("random_normal", RandomNormalInitializer.Read),
        ("TruncatedNormal", TruncatedNormalInitializer.Read),
        ("truncated_normal", TruncatedNormalInitializer.Read),
        ("VarianceScaling", VarianceScalingInitializer.Read),
        ("variance_scaling", VarianceScalingInitializer.Read),
        ("Orthogonal", OrthogonalInitializer.Read),
        ("orthogonal", OrthogonalInitializer.Read),
        ("GlorotUniform", VarianceScalingInitializer.Reader("GlorotUniform")),
        ("glorot_uniform", VarianceScalingInitializer.Reader("GlorotUniform")),
        ("GlorotNormal", VarianceScalingInitializer.Reader("GlorotNormal")),
        ("glorot_normal", VarianceScalingInitializer.Reader("GlorotNormal")),
        ("HeUniform", VarianceScalingInitializer.Reader("HeUniform")),
        ("he_uniform", VarianceScalingInitializer.Reader("HeUniform")),
        ("HeNormal", VarianceScalingInitializer.Reader("HeNormal")),
        ("he_normal", VarianceScalingInitializer.Reader("HeNormal")),
        ("LecunUniform", VarianceScalingInitializer.Reader("LecunUniform")),
        ("lecun_uniform", VarianceScalingInitializer.Reader("LecunUniform")),
        ("LecunNormal", VarianceScalingInitializer.Reader("LecunNormal")),
        ("lecun_normal", VarianceScalingInitializer.Reader("LecunNormal")),
        ("OrthogonalInitializer", OrthogonalInitializer.Read),
        ("IdentityInitializer", IdentityInitializer.Read),
        ("STFT", StftInitializer.Read),
        ("stft", StftInitializer.Read),
        ("uniform", RandomUniformInitializer.Read),
        ("normal", RandomNormalInitializer.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Initializer> Classes { get; } = new(Entries);
}
