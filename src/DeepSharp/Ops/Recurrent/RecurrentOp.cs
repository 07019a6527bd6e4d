using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// A recurrent layer over whole sequences. Inputs: x (batch, steps, inputs), kernel (inputs, gates·units), recurrent kernel
/// (units, gates·units), and, as the options say, bias (gates·units), or (2, gates·units) where the cell splits its last gate, states
/// (batch, units), mask (batch, steps).
/// </summary>
internal sealed class RecurrentOp<TCell>(string name, RecurrentOptions options) : Op where TCell : unmanaged, IRecurrentCell
{
    private const int RowsSlot = 0, CellsSlot = 1, SavedSlot = 2, FirstStepsSlot = 3;

    private static readonly int s_states = TCell.HasCell ? 2 : 1;

    private readonly int _statesAt = options.HasBias ? 4 : 3;

    public override string Name => name;

    /// <summary>What the op is given and gives.</summary>
    public RecurrentOptions Options => options;

    private int MaskAt => _statesAt + (options.HasInitialStates ? s_states : 0);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape kernel, Shape recurrent) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 3) throw new ShapeException($"expected an input of rank 3 (batch, steps, features) but got {x}.");
        if (x[1] == 0) throw new ShapeException($"expected an input of one step or more but got {x}.");
        if (x[2] != kernel[0])
        {
            throw new ShapeException(
                $"expected the last axis of the input {x} to match the first axis of the kernel {kernel}: {x[2]} != {kernel[0]}.");
        }

        Shape state = [x[0], recurrent[0]], mask = [x[0], x[1]];
        for (int i = 0; options.HasInitialStates && i < s_states; i++)
        {
            Shape given = inputs[_statesAt + i];
            if (given != state)
            {
                throw new ShapeException($"expected initial states of shape {state} (batch, units) for the input {x} but got {given}.");
            }
        }

        if (options.HasMask && inputs[MaskAt] != mask)
        {
            throw new ShapeException($"expected a mask of shape {mask} (batch, steps) for the input {x} but got {inputs[MaskAt]}.");
        }

        Shape output = options.ReturnsSequences ? [x[0], x[1], recurrent[0]] : state;
        return options.ReturnsStates ? [Shape.LengthOf(output.Size + s_states * (long)state.Size)] : output;
    }

    public override void Forward(Node node)
    {
        RecurrentBuffers buffers = Buffers(node, node.OutputSpan);
        RecurrentShape shape = buffers.Sizes;
        if (shape.Batch == 0) return;
        if (options.HasMask) buffers.FirstSteps = node.Save<int>(FirstStepsSlot, shape.Batch);
        if (node.IsRecorded)
        {
            buffers.Rows = node.Save<float>(RowsSlot, RecurrentKernels.RowsLength(shape));
            buffers.Saved = node.Save<float>(SavedSlot, RecurrentKernels.SavedLength<TCell>(shape));
            if (TCell.HasCell) buffers.Cells = node.Save<float>(CellsSlot, RecurrentKernels.CellsLength(shape));
        }

        RecurrentKernels.Forward<TCell>(buffers);
    }

    public override void Backward(Node node)
    {
        RecurrentBuffers buffers = Buffers(node, node.OutputGradient);
        RecurrentShape shape = buffers.Sizes;
        var gradients = default(RecurrentGradients);
        if (node.Needs(0)) gradients.X = node.InputGradient(0, out gradients.AddsToX);
        if (node.Needs(1)) gradients.Kernel = node.InputGradient(1, out gradients.AddsToKernel);
        if (node.Needs(2)) gradients.RecurrentKernel = node.InputGradient(2, out gradients.AddsToRecurrentKernel);
        if (options.HasBias && node.Needs(3)) gradients.Bias = node.InputGradient(3, out gradients.AddsToBias);
        if (options.HasInitialStates && node.Needs(_statesAt))
        {
            gradients.InitialState = node.InputGradient(_statesAt, out gradients.AddsToInitialState);
        }

        if (options.HasInitialStates && TCell.HasCell && node.Needs(_statesAt + 1))
        {
            gradients.InitialCell = node.InputGradient(_statesAt + 1, out gradients.AddsToInitialCell);
        }

        if (shape.Batch == 0)
        {
            ClearWeights(gradients);
            return;
        }

        if (options.HasMask) buffers.FirstSteps = node.Saved<int>(FirstStepsSlot, shape.Batch);
        buffers.Rows = node.Saved<float>(RowsSlot, RecurrentKernels.RowsLength(shape));
        buffers.Saved = node.Saved<float>(SavedSlot, RecurrentKernels.SavedLength<TCell>(shape));
        if (TCell.HasCell) buffers.Cells = node.Saved<float>(CellsSlot, RecurrentKernels.CellsLength(shape));
        RecurrentKernels.Backward<TCell>(buffers, gradients);
    }

    private static void ClearWeights(in RecurrentGradients gradients)
    {
        if (!gradients.AddsToKernel) gradients.Kernel.Clear();
        if (!gradients.AddsToRecurrentKernel) gradients.RecurrentKernel.Clear();
        if (!gradients.AddsToBias) gradients.Bias.Clear();
    }

    // One tensor may be given for two states: the gradient of each is added after the other's.
    private RecurrentBuffers Buffers(Node node, Span<float> output)
    {
        Shape x = node.InputShape(0);
        int units = node.InputShape(2)[0], states = x[0] * units;
        int outputs = options.ReturnsSequences ? states * x[1] : states;
        bool returnsCell = options.ReturnsStates && TCell.HasCell;
        return new RecurrentBuffers
        {
            Sizes = new RecurrentShape(x[0], x[1], x[2], units, TCell.Gates, options.HasBias, TCell.SplitsLastGate),
            IsReversed = options.IsReversed,
            ReturnsSequences = options.ReturnsSequences,
            ZeroesMasked = options.ZeroesMasked,
            FlipsOutput = options.FlipsOutput,
            X = node.Input(0),
            Kernel = node.Input(1),
            RecurrentKernel = node.Input(2),
            Bias = options.HasBias ? node.Input(3) : [],
            InitialState = options.HasInitialStates ? node.Input(_statesAt) : [],
            InitialCell = options.HasInitialStates && TCell.HasCell ? node.Input(_statesAt + 1) : [],
            Mask = options.HasMask ? node.Input(MaskAt) : [],
            Y = output[..outputs],
            FinalState = options.ReturnsStates ? output.Slice(outputs, states) : [],
            FinalCell = returnsCell ? output.Slice(outputs + states, states) : [],
        };
    }
}
