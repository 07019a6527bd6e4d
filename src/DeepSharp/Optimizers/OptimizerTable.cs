namespace DeepSharp;

/// <summary>Keras's names of optimizers, and how each is made from its parameters.</summary>
internal static class OptimizerTable
{
    public static NameTable<Func<ConfigReader, Optimizer>> Entries { get; } = new(
        "optimizer",
        ("SGD", SGD.Read),
        ("sgd", SGD.Read),
        ("RMSprop", RMSprop.Read),
        ("rmsprop", RMSprop.Read),
        ("Adam", Adam.Read),
        ("adam", Adam.Read),
        ("AdamW", AdamW.Read),
        ("adamw", AdamW.Read),
        ("Adagrad", Adagrad.Read),
        ("adagrad", Adagrad.Read),
        ("Adadelta", Adadelta.Read),
        ("adadelta", Adadelta.Read),
        ("Adamax", Adamax.Read),
        ("adamax", Adamax.Read),
        ("Nadam", Nadam.Read),
        ("nadam", Nadam.Read),
        ("Lion", Lion.Read),
        ("lion", Lion.Read),
        ("Ftrl", Ftrl.Read),
        ("ftrl", Ftrl.Read),
        ("Lamb", Lamb.Read),
        ("lamb", Lamb.Read),
        ("Adafactor", Adafactor.Read),
        ("adafactor", Adafactor.Read),
        ("Muon", Muon.Read),
        ("muon", Muon.Read),
        ("ScheduleFreeAdamW", ScheduleFreeAdamW.Read),
        ("schedulefreeadamw", ScheduleFreeAdamW.Read),
        ("LossScaleOptimizer", LossScaleOptimizer.Read),
        ("lossscaleoptimizer", LossScaleOptimizer.Read));

    /// <summary>The classes, with those that programs made known.</summary>
    public static ClassTable<Optimizer> Classes { get; } = new(Entries);
}
