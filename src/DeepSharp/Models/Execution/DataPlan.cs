using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// What happens to a batch before it becomes tensors: the layers that work on data, those of models inside too, in an order in which each
/// finds its inputs ready. Each array has a place; those of the inputs come first.
/// </summary>
internal sealed class DataPlan(int inputs)
{
    private readonly List<(DataLayer Layer, int[] Inputs)> _steps = [];

    /// <summary>Adds a call.</summary>
    /// <returns>The place of what it gives.</returns>
    public int Add(DataLayer layer, int[] places)
    {
        _steps.Add((layer, places));
        return inputs + _steps.Count - 1;
    }

    /// <summary>Adds all calls of the plan of a model inside.</summary>
    /// <param name="inner">The plan.</param>
    /// <param name="operands">The places here of its inputs; -1 for one that is no data.</param>
    /// <returns>The places here of all that has one there.</returns>
    public int[] Add(DataPlan inner, int[] operands)
    {
        var places = new List<int>(operands);
        foreach ((DataLayer layer, int[] from) in inner._steps) places.Add(Add(layer, [.. from.Select(place => places[place])]));
        return [.. places];
    }

    /// <summary>All arrays by their places, for data in the order of the inputs. Several threads may do so at once.</summary>
    public DataArray[] Run(ReadOnlySpan<DataArray> data)
    {
        var arrays = new DataArray[inputs + _steps.Count];
        data.CopyTo(arrays);
        for (int i = 0; i < _steps.Count; i++)
        {
            arrays[inputs + i] = _steps[i].Layer.Run([.. _steps[i].Inputs.Select(place => arrays[place])]);
        }
        return arrays;
    }

    /// <summary>The shapes of all arrays by their places.</summary>
    public Shape[] Shapes(ReadOnlySpan<Shape> data)
    {
        var shapes = new Shape[inputs + _steps.Count];
        data.CopyTo(shapes);
        for (int i = 0; i < _steps.Count; i++)
        {
            shapes[inputs + i] = _steps[i].Layer.OutputShapes([.. _steps[i].Inputs.Select(place => shapes[place])])[0];
        }

        return shapes;
    }

    /// <summary>The layers that take an input as it is.</summary>
    public IEnumerable<DataLayer> TakersOf(int input) => _steps.Where(step => step.Inputs.Contains(input)).Select(step => step.Layer);
}
