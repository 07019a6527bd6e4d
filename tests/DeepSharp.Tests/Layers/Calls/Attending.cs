using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Layers;

/// <summary>A custom layer with all that a call may have: tensors by name, masks for two of them, plain values, several outputs.</summary>
internal sealed class Attending(string? name = null) : Layer(name)
{
    public const string Registered = "Tests>Attending";

    private Variable? _kernel;

    /// <summary>The mask on the value, as the last call saw it.</summary>
    public Tensor? SeenValueMask { get; private set; }

    public bool SeenTraining { get; private set; }

    public override bool SupportsMasking => true;

    public override CallSignature Signature => new(
        CallArgument.Tensor("query"), CallArgument.Tensor("value"), CallArgument.OptionalTensor("key"),
        CallArgument.Mask("query_mask", of: "query"), CallArgument.Mask("value_mask", of: "value"),
        CallArgument.OptionalTensor("attention_mask"), CallArgument.Option("return_attention_scores"), CallArgument.Training,
        CallArgument.Option("use_causal_mask"));

    public override Shape[] ComputeOutputShapes(in CallInputs<Shape> call)
    {
        Shape query = call["query"], value = call["value"];
        Shape output = [query[0], query[1], value[2]];
        return call.Flag("return_attention_scores") ? [output, [query[0], query[1], value[1]]] : [output];
    }

    protected override void OnBuild(in CallInputs<Shape> call)
    {
        int width = call["query"][2];
        _kernel = AddWeight("kernel", [width, call.Find("key", out Shape key) ? key[2] : call["value"][2]], Initializer.Ones);
    }

    protected override void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        Tensor query = call["query"], value = call["value"], key = call.Find("key", out Tensor? given) ? given : value;
        (SeenValueMask, SeenTraining) = (value.Mask, call.Training);
        Tensor scores = query.MatMul(_kernel!.Value).MatMul(key, transposeB: true);
        if (call.Find("attention_mask", out Tensor? mask)) scores *= mask;
        if (call.Flag("use_causal_mask")) scores *= 0.5f;
        outputs[0] = scores.MatMul(value);
        if (outputs.Length > 1) outputs[1] = scores;
    }

    protected override void ComputeMasks(in CallInputs<Tensor> call, Span<Tensor?> masks) => masks.Fill(call["query"].Mask);

    protected override void WriteConfig(JsonObject config)
    {
    }
}
