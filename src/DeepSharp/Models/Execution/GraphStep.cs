namespace DeepSharp;

/// <summary>One step of a <see cref="GraphPlan"/>: a layer, or several that are computed together.</summary>
internal abstract class GraphStep(int[] inputs, int firstOutput, int outputCount)
{
    /// <summary>Places of the inputs.</summary>
    public int[] Inputs { get; } = inputs;

    /// <summary>Place of the first output; the others follow.</summary>
    public int FirstOutput { get; } = firstOutput;

    public int OutputCount { get; } = outputCount;

    /// <summary>
    /// The inputs that the last ones are masks for. Those are then no inputs of <see cref="Run"/>: the tensors that they are for carry
    /// them.
    /// </summary>
    public virtual ReadOnlySpan<int> MaskTargets => [];

    /// <summary>
    /// Whether the output is a new tensor that neither shows values of an input nor remembers one, so that an input that nobody else reads
    /// has done its service.
    /// </summary>
    public virtual bool MakesNew => false;

    /// <summary>Computes the outputs. Several threads may do so at once.</summary>
    public abstract void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training);

    /// <summary>
    /// The rows and columns of an image that the step reads for the first rows and columns of its output; all, unless a step knows better.
    /// </summary>
    public virtual ImagePart Reads(Shape input, ImagePart wanted) => ImagePart.All(input);

    /// <summary>Told once which part of its input will be there, and which part of its output is wanted.</summary>
    public virtual void Limit(Shape input, ImagePart given, Shape output, ImagePart wanted)
    {
    }
}

/// <summary>A step that is a layer, which may be told to act in one way in training and prediction.</summary>
internal sealed class LayerStep(LayerCall call, GraphUses uses)
    : GraphStep(uses.PlacesOf(call.Tensors), uses.PlaceOf(call.Outputs[0]), call.Outputs.Count)
{
    private readonly Layer _layer = call.Layer;
    private readonly CallForm _form = call.Form;

    public override ReadOnlySpan<int> MaskTargets => _form.MaskTargets;

    public override bool MakesNew => _layer.MakesNew(Inputs.Length) && _form.MaskTargets.Length == 0;

    public override void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        _layer.Execute(_form, inputs, outputs, _form.Training ?? training);

    public override ImagePart Reads(Shape input, ImagePart wanted) => _layer.Reads(input);
}
