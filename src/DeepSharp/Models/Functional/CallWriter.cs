using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Writes the arguments of a call as Keras's <c>inbound_nodes</c> have them.</summary>
internal static class CallWriter
{
    /// <summary>Tensors that every call has are arguments in order, all else goes by name.</summary>
    /// <param name="call">The call.</param>
    /// <param name="write">Writes a tensor.</param>
    public static JsonObject Write(LayerCall call, Func<SymbolicTensor, JsonNode> write)
    {
        CallForm form = call.Form;
        JsonArray inOrder = [];
        JsonObject byName = [];
        for (int i = 0; i < form.Signature.Arguments.Count; i++)
        {
            CallArgument argument = form.Signature.Arguments[i];
            switch (argument.Kind)
            {
                case CallArgumentKind.Tensor or CallArgumentKind.Tensors:
                    JsonNode? tensors = Tensors(call, i, argument, write);
                    if (argument.IsRequired) inOrder.Add(tensors);
                    else if (tensors is not null) byName[argument.Name] = tensors;
                    break;
                case CallArgumentKind.Mask:
                    if (Masks(call, argument, write) is { } masks) byName[argument.Name] = masks;
                    break;
                case CallArgumentKind.Option:
                    if (form.OptionOf(i) is { } option) byName[argument.Name] = option.ToJson();
                    break;
                case CallArgumentKind.Training:
                    if (form.Training is { } training) byName[argument.Name] = training;
                    break;
            }
        }

        (float? before, float? after) = call.Layer.Constants;
        if (before is { } first) inOrder.Insert(0, (JsonNode)first);
        if (after is { } last) inOrder.Add((JsonNode)last);
        return new JsonObject { ["args"] = inOrder, ["kwargs"] = byName };
    }

    // Of any number of tensors a list, but of one that must be there the tensor alone, as layers with one input have it.
    private static JsonNode? Tensors(LayerCall call, int place, CallArgument argument, Func<SymbolicTensor, JsonNode> write)
    {
        (int start, int count) = call.Form.RangeOf(place);
        if (count == 0) return null;
        if (count == 1 && argument.IsRequired) return write(call.Tensors[start]);
        if (argument.Kind == CallArgumentKind.Tensor) return write(call.Tensors[start]);
        var list = new JsonArray();
        foreach (SymbolicTensor tensor in call.Tensors.AsSpan(start, count)) list.Add((JsonNode?)write(tensor));
        return list;
    }

    // Of one tensor its mask; of several a list, null where none was given.
    private static JsonNode? Masks(LayerCall call, CallArgument argument, Func<SymbolicTensor, JsonNode> write)
    {
        (int start, int count) = call.Form.RangeOf(call.Form.Signature.IndexOf(argument.Of!));
        var masks = new JsonNode?[count];
        bool hasAny = false;
        for (int i = 0; i < call.Form.MaskTargets.Length; i++)
        {
            int target = call.Form.MaskTargets[i] - start;
            if ((uint)target >= (uint)count) continue;
            masks[target] = write(call.Masks[i]);
            hasAny = true;
        }

        return !hasAny ? null : count == 1 ? masks[0] : new JsonArray(masks);
    }
}
