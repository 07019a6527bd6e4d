namespace DeepSharp;

// Models of augmentations, and of what goes with them.
public partial class Model
{
    internal override bool RunsAhead
    {
        get
        {
            Nesting.RequireStack(this);
            bool isKnown = IsFunctional || GetType() == typeof(Sequential);
            return isKnown && ActivityRegularizer is null && Layers.Count > 0 && Split is null && FirstOther() is null;
        }
    }

    internal override bool ActsAlone
    {
        get
        {
            if (!RunsAhead) return false;
            IReadOnlyList<Layer> layers = Layers;
            for (int i = 0; i < layers.Count; i++)
            {
                if (layers[i].ActsAlone) return true;
            }

            return false;
        }
    }

    // The first layer that does not run ahead. Asked for in every call, which allocates nothing.
    private Layer? FirstOther()
    {
        IReadOnlyList<Layer> layers = Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            if (!layers[i].RunsAhead) return layers[i];
        }

        return null;
    }
}
