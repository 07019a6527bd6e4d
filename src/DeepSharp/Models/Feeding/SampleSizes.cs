using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>How many values a sample of a model's only input and of its only output has.</summary>
internal sealed class SampleSizes
{
    private readonly Model _model;
    private readonly long _state;

    private SampleSizes(Model model, Shape input, Shape output)
    {
        (_model, Input, Output) = (model, input, output);
        (InputSize, OutputSize) = (input.Size, output.Size);
        _state = Layer.InnerState;
        Stateful = StatefulLayers.Of(model);
    }

    /// <summary>Whether no chain inside has got or lost a layer since.</summary>
    public bool IsOfNow => _state == Layer.InnerState;

    public Shape Input { get; }

    public Shape Output { get; }

    public int InputSize { get; }

    public int OutputSize { get; }

    /// <summary>The layers of the model that go on with the states of the batch before.</summary>
    public StepwiseLayer[] Stateful { get; }

    /// <exception cref="InvalidOperationException">
    /// The model is not built, has several inputs or outputs, or leaves lengths open.
    /// </exception>
    public static SampleSizes Of(Model model)
    {
        if (!model.IsBuilt) throw Refused(model, "one that is built", "this one is not. Call Build(inputShape) first");
        if (model.NumberOfInputs != 1) throw Refused(model, "one with one input", $"this one has {model.NumberOfInputs}. Give tensors");
        if (model.Split is not null)
        {
            throw Refused(model, "one that takes floats", "this one begins with layers that work on data. Call PredictOnBatch");
        }

        Shape input = model.BuildShape!.Value[1..];
        Shape[] outputs = input.IsKnown && input.Size > 0 ? model.OutputShapes([input.Prepend(1)]) : [];
        if (outputs.Length == 0) throw Refused(model, "one whose input lengths are known", $"its samples have shape {input}. Give tensors");
        if (outputs.Length > 1) throw Refused(model, "one with one output", $"this one has {outputs.Length}. Call PredictAll");
        return new SampleSizes(model, input, outputs[0][1..]);
    }

    /// <exception cref="ShapeException">The lengths are not those of the same number of samples.</exception>
    public void Check(int x, int y)
    {
        if (x % InputSize != 0)
        {
            throw new ShapeException(
                $"Predict: expected x of whole samples of {InputSize} values, shape {Input}, for '{_model.Name}' but got {x} values.");
        }

        int samples = x / InputSize;
        if (y == (long)samples * OutputSize) return;
        throw new ShapeException(
            $"Predict: expected room in y for {(long)samples * OutputSize} values, {samples} outputs of shape {Output} of " +
            $"'{_model.Name}', but got {y}.");
    }

    private static InvalidOperationException Refused(Model model, string expected, string got) =>
        new($"Predict: expected a model, '{model.Name}', that is {expected}, to predict from spans, but {got}.");
}
