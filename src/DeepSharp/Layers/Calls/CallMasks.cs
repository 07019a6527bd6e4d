namespace DeepSharp;

/// <summary>The masks that a call gives for its tensors, in place of those that these carry.</summary>
internal static class CallMasks
{
    /// <summary>The tensors without the masks, which they carry now.</summary>
    /// <exception cref="ShapeException">A mask does not fit its tensor.</exception>
    public static Tensor[] Apply(Layer layer, Tensor[] tensors, CallForm form)
    {
        if (form.MaskTargets.Length == 0) return tensors;
        Tensor[] operands = tensors[..form.OperandCount];
        for (int i = 0; i < form.MaskTargets.Length; i++)
        {
            int target = form.MaskTargets[i];
            Tensor mask = tensors[operands.Length + i];
            Require(layer, mask.Shape, operands[target].Shape);
            operands[target] = operands[target].WithMask(mask);
        }

        return operands;
    }

    /// <exception cref="ShapeException">A mask does not fit its tensor.</exception>
    public static void Require(Layer layer, SymbolicTensor[] tensors, CallForm form)
    {
        for (int i = 0; i < form.MaskTargets.Length; i++)
        {
            Require(layer, tensors[form.OperandCount + i].Shape, tensors[form.MaskTargets[i]].Shape);
        }
    }

    /// <exception cref="ArgumentException">The layer looks at no mask.</exception>
    /// <exception cref="ShapeException">The mask does not fit its tensor.</exception>
    public static void Require(Layer layer, Shape mask, Shape input)
    {
        if (!layer.KnownSignature.TakesMask)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(layer)}: expected no mask in the call, since such a layer does not look at one. Give " +
                "it to the recurrent or normalizing layer that follows; a tensor carries it there with WithMask.");
        }

        bool fits = mask.Rank >= (layer.MasksEachValue ? input.Rank : 1) && mask.Rank <= input.Rank;
        for (int axis = 0; fits && axis < mask.Rank; axis++)
        {
            fits = mask[axis] == input[axis] || mask[axis] == Shape.Any || input[axis] == Shape.Any;
        }

        if (fits) return;
        Shape want = input.Rank > 1 && !layer.MasksEachValue ? input[..^1] : input;
        throw new ShapeException($"{LayerArguments.Describe(layer)}: expected a mask of shape {want} for an input of shape " +
            $"{input} but got {mask}.");
    }
}
