using System.Globalization;

namespace DeepSharp;

/// <summary>A loss whose targets are class labels, whole numbers from 0: which are none is said before and in the steps.</summary>
/// <param name="IgnoreClass">A label whose samples cost nothing and may be any number; null for none.</param>
/// <param name="Axis">The axis of the classes.</param>
/// <param name="Reduction">How the losses of a batch become one number.</param>
/// <param name="Name">Keras's name, or another.</param>
internal abstract record LabelLoss(int? IgnoreClass, int Axis, Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    internal override bool IsOverClasses => Axis == -1;

    private protected override int ClassAxis => Axis;

    internal override void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
        int classes = prediction.Rank == 0 ? Shape.Any : prediction[prediction.NormalizeAxis(Axis)];
        if (classes == Shape.Any) return;
        if (classes > ValueChecks.LargestLabel)
        {
            throw new ArgumentException(
                $"{method}: expected at most {ValueChecks.LargestLabel} classes for {Name}, since labels are floats, which hold whole " +
                $"numbers up to there, but the predictions have shape {prediction}.");
        }

        if (classes == 1) throw OneClass(method, Name, prediction);

        // What a mask leaves out may be anything, and which that is shows in the steps only.
        if (mayHaveMask) return;
        if (TargetScan.First(targets, labels => ValueChecks.FirstInvalidLabel(labels, classes, IgnoreClass)) is not { } invalid) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
            $"{method}: expected labels that are whole numbers from 0 to {classes - 1} for {Name} and predictions of shape {prediction}, " +
            $"but sample {invalid.Sample} of y has {invalid.Value}. Correct the labels, or give the last layer more units."));
    }

    private protected override int FirstInvalid(ReadOnlySpan<float> targets, int classes) =>
        ValueChecks.FirstInvalidLabel(targets, classes, IgnoreClass);

    private protected override ValueException Invalid(Tensor target, Shape prediction, int place) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{LossName}: expected labels that are whole numbers from 0 to {prediction[prediction.NormalizeAxis(Axis)] - 1}, for " +
            $"predictions of shape {prediction}, but label {place} of the batch is {target.Span[place]}. Correct the labels, or give the " +
            $"last layer more units."));

    /// <summary>Keras's name of the loss, whatever this one is called.</summary>
    private protected abstract string LossName { get; }
}
