namespace DeepSharp;

/// <summary>Which targets belong to which predictions.</summary>
internal static class LossShapes
{
    /// <summary>The losses of targets that look like the predictions; (n,) against (n, 1) counts as (n, 1).</summary>
    public static Shape Elementwise(Shape target, Shape prediction)
    {
        if (prediction.Rank == 0)
        {
            throw new ShapeException("expected a prediction with at least one axis but got a single number, shape ().");
        }

        bool isColumn = prediction[^1] == 1 && target == prediction[..^1];
        bool isFlat = target.Rank == prediction.Rank + 1 && target[^1] == 1 && target[..^1] == prediction;
        if (target != prediction && !isColumn && !isFlat)
        {
            throw new ShapeException(
                $"expected targets of the shape of the predictions, {prediction}, but got {target}. Reshape the targets, or give the " +
                $"model as many outputs.");
        }

        return prediction[..^1];
    }

    /// <summary>The losses of class labels: one label for each row of predictions, (n,) or (n, 1).</summary>
    public static Shape Labels(Shape labels, Shape prediction)
    {
        if (prediction.Rank < 2)
        {
            throw new ShapeException($"expected predictions of rank 2 or more, (batch, classes), but got {prediction}.");
        }

        Shape losses = prediction[..^1];
        bool isColumn = labels.Rank == prediction.Rank && labels[^1] == 1 && labels[..^1] == losses;
        if (labels != losses && !isColumn)
        {
            throw new ShapeException(
                $"expected one label for each prediction, shape {losses}, for predictions of shape {prediction} but got {labels}. " +
                "One-hot targets go with categorical_crossentropy.");
        }

        return losses;
    }

    /// <summary>Weights of samples, (batch,), or of each single value; a last axis of 1 more does no harm.</summary>
    public static void CheckWeights(Shape weights, Shape values)
    {
        bool fits = weights.Rank <= values.Rank && values[..weights.Rank] == weights;
        bool isColumn = weights.Rank == values.Rank + 1 && weights[^1] == 1 && weights[..^1] == values;
        if (fits || isColumn) return;
        string each = values.Rank > 1 ? $" or {values}, one for each value," : "";
        Shape samples = values[..Math.Min(1, values.Rank)];
        throw new ShapeException($"expected one weight for each sample, shape {samples},{each} but got {weights}. Reshape the weights.");
    }
}
