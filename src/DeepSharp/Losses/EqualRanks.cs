namespace DeepSharp;

/// <summary>
/// Targets and predictions with as many axes, as Keras does it before a loss sees them: (batch,) beside (batch, 1) would be broadcast to
/// (batch, batch) by arithmetic.
/// </summary>
internal static class EqualRanks
{
    /// <summary>The target with the axes of the prediction, where one of them has a last axis of length 1 more.</summary>
    public static Tensor Target(Tensor target, Tensor prediction)
    {
        bool isShorter = target.Rank + 1 == prediction.Rank && prediction.Shape[^1] == 1;
        if (isShorter) return Tape.Run(ExpandDimsOp.Last, target);
        bool isLonger = target.Rank == prediction.Rank + 1 && target.Shape[^1] == 1 && prediction.Rank > 1;
        return isLonger ? Tape.Run(DropLastAxisOp.Instance, target) : target;
    }

    /// <summary>The prediction: (batch,) becomes (batch, 1) beside targets (batch, 1), since losses are means over the last axis.</summary>
    public static Tensor Prediction(Tensor target, Tensor prediction)
    {
        bool isVector = prediction.Rank == 1 && target.Rank == 2 && target.Shape[^1] == 1;
        if (!isVector) return prediction;
        Tensor column = Tape.Run(ExpandDimsOp.Last, prediction);
        column.Mask = prediction.Mask;
        return column;
    }
}
