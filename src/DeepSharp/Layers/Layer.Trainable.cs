namespace DeepSharp;

// What training changes, and what it leaves alone.
public abstract partial class Layer
{
    // What the setting that runs on this thread has reached so far: a layer may be inside by many ways.
    [ThreadStatic]
    private static Dictionary<Layer, bool>? t_set;

    private bool _trainable = true;

    /// <summary>Whether training changes the weights. Setting it freezes or frees all of them, sub-layers included.</summary>
    /// <exception cref="InvalidOperationException">It is set while another thread trains the layer, or saves or loads it.</exception>
    public virtual bool Trainable
    {
        get => _trainable;
        set
        {
            bool isOutermost = t_set is null;
            Dictionary<Layer, bool> reached = t_set ??= new(ReferenceEqualityComparer.Instance);
            try
            {
                Nesting.RequireStack(this);
                if (!isOutermost && reached.TryGetValue(this, out bool known) && known == value) return;
                reached[this] = value;

                // The outermost one holds all that lies inside already, but for what is frozen.
                using LayerOwner.Turn turn = Owner.Enter("Trainable", withParts: isOutermost);
                SetOwnTrainable(value);
                foreach (Layer layer in Parts) layer.Trainable = value;
            }
            finally
            {
                if (isOutermost) t_set = null;
            }
        }
    }

    /// <summary>
    /// The weights that training changes; none where <see cref="Trainable"/> is false, whatever sub-layers say, as in Keras.
    /// </summary>
    public IReadOnlyList<Variable> TrainableWeights => Trainable ? [.. Weights.Where(weight => weight.Trainable)] : [];

    /// <summary>The weights that training leaves alone: frozen ones, and statistics such as moving averages.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights => Trainable ? [.. Weights.Where(weight => !weight.Trainable)] : Weights;

    /// <summary>
    /// Freezes or frees the layer itself and its own weights, but none of its sub-layers, which files describe one by one.
    /// </summary>
    internal void SetOwnTrainable(bool trainable)
    {
        if (_trainable != trainable) Variable.CountTrainableChange();
        _trainable = trainable;
        HashSet<Variable> frozen = [.. _frozen];
        foreach (Variable weight in _weights) weight.Trainable = trainable && !frozen.Contains(weight);
    }
}
