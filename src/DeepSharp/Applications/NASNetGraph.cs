namespace DeepSharp;

/// <summary>The graph of a NASNet-A: cells that were found by search, each of which sees the outputs of the two before it.</summary>
/// <param name="skipsReduction">Whether the cell after a reduction sees what the reduction's own second input was, not its first.</param>
internal sealed class NASNetGraph(bool skipsReduction)
{
    // How many times as many channels there are after each reduction.
    private const int Growth = 2;

    /// <summary>Makes the model.</summary>
    /// <param name="stemFilters">Channels of the first convolution.</param>
    /// <param name="filters">Channels of the branches in the first group of cells.</param>
    /// <param name="cells">How many cells there are in each of three groups.</param>
    /// <param name="size">Rows and columns of images where no shape is given.</param>
    /// <param name="options">What all applications take.</param>
    /// <param name="name">The name of the model.</param>
    public Model Build(int stemFilters, int filters, int cells, int size, ApplicationOptions options, string? name)
    {
        if (options.InputTensor is null) options = options with { InputShape = options.InputShape ?? new Shape(size, size, 3) };
        SymbolicTensor start = options.Start(size, smallest: 32);
        if (start.Shape[1] == Shape.Any || start.Shape[2] == Shape.Any)
        {
            throw new ShapeException(
                $"Applications.{options.Method}: expected images of known height and width, on which the graph depends, but got " +
                $"{start.Shape}. Give the lengths as inputShape.");
        }

        SymbolicTensor x = NASNetBlocks.Normalize(
            start.Then(NASNetBlocks.Convolution(stemFilters, 3, 2, "valid", "stem_conv1")), "stem_bn1");
        (x, SymbolicTensor? before) = (NASNetCells.Reduction(x, null, filters / (Growth * Growth), "stem_1"), x);
        (x, before) = (NASNetCells.Reduction(x, before, filters / Growth, "stem_2"), x);
        for (int group = 0; group < 3; group++)
        {
            if (group > 0)
            {
                filters *= Growth;
                SymbolicTensor reduced = NASNetCells.Reduction(x, before, filters, $"reduce_{group * cells}");
                (x, before) = (reduced, skipsReduction ? before : x);
            }

            // After a reduction numbers go on behind its own.
            for (int i = 0; i < cells; i++)
            {
                string id = $"{group * cells + i + (group > 0 ? 1 : 0)}";
                (x, before) = (NASNetCells.Normal(x, before!, filters, id), x);
            }
        }

        x = x.ThenReLU();
        return options.Finish(start, options.Head(x, poolName: null, namesPooling: false), name);
    }
}
