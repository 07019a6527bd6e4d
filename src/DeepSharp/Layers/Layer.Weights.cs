using System.Collections;

namespace DeepSharp;

// The weights of the layer and of all that it is made of, gathered in one walk however deep layers are nested.
public abstract partial class Layer
{
    [ThreadStatic]
    private static Layer? t_asked;

    /// <summary>All weights, trainable or not, in Keras's order: the layer's own, then those of its sub-layers.</summary>
    public virtual IReadOnlyList<Variable> Weights
    {
        get
        {
            if (t_asked == this)
            {
                t_asked = null;
                return new Gathered(this);
            }

            return HoldsLayers ? Gather() : _weights;
        }
    }

    /// <summary>
    /// The weights that come with the layer itself and not with one inside; all of them where its class says by itself what they are.
    /// </summary>
    internal IReadOnlyList<Variable> OwnWeights => SaysItsWeights(out IReadOnlyList<Variable> given) ? given : _weights;

    /// <summary>Weights of layers inside that come before the layer's own, as those do in Keras that it holds a reference to.</summary>
    private protected virtual IReadOnlyList<Variable> FirstWeights => [];

    /// <summary>Number of values in all weights.</summary>
    public long CountParameters() => Weights.Sum(weight => (long)weight.Value.Size);

    private List<Variable> Gather()
    {
        var weights = new List<Variable>();
        Gather(weights, new HashSet<object>(ReferenceEqualityComparer.Instance) { this });
        return weights;
    }

    private void Gather(List<Variable> weights, HashSet<object> seen)
    {
        Nesting.RequireStack(this);
        AddNew(FirstWeights);
        AddNew(_weights);
        foreach (Layer layer in _subLayers) GatherFrom(layer);
        foreach (Layer layer in ListedLayers ?? []) GatherFrom(layer);

        void GatherFrom(Layer layer)
        {
            if (!seen.Add(layer)) return;
            if (layer.SaysItsWeights(out IReadOnlyList<Variable> given)) AddNew(given);
            else layer.Gather(weights, seen);
        }

        void AddNew(IReadOnlyList<Variable> some)
        {
            foreach (Variable weight in some)
            {
                if (seen.Add(weight)) weights.Add(weight);
            }
        }
    }

    // A custom class may override Weights. Whether it does shows in what it answers: the base class hands back the question.
    private bool SaysItsWeights(out IReadOnlyList<Variable> given)
    {
        given = [];
        if (LibraryClasses.IsOfAssembly(GetType())) return false;
        t_asked = this;
        try
        {
            given = Weights;
        }
        finally
        {
            t_asked = null;
        }

        return !(given is Gathered { IsUntouched: true } asked && asked.Of == this);
    }

    // What the base class answers to who only wants to know whether it does: gathered if somebody looks at it all the same.
    private sealed class Gathered(Layer layer) : IReadOnlyList<Variable>
    {
        private List<Variable>? _weights;

        public Layer Of => layer;

        public bool IsUntouched => _weights is null;

        public int Count => Known.Count;

        private List<Variable> Known => _weights ??= layer.Gather();

        public Variable this[int index] => Known[index];

        public IEnumerator<Variable> GetEnumerator() => Known.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
