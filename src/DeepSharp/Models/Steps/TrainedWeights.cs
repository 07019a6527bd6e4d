namespace DeepSharp;

/// <summary>
/// The weights that training changes, and those with penalties, looked up again where layers came, went, were frozen or freed.
/// </summary>
internal sealed class TrainedWeights(IStepModel model, Optimizer optimizer)
{
    private long _preparedFor = -1;
    private Variable[]? _regularized;
    private long _regularizedFor;

    public Optimizer Optimizer => optimizer;

    /// <summary>The weights that training changes.</summary>
    public Variable[] Variables { get; private set; } = [];

    /// <summary>The weights with penalties.</summary>
    public Variable[] Regularized
    {
        get
        {
            if (_regularized is null || _regularizedFor != State) FindRegularized();
            return _regularized!;
        }
    }

    /// <summary>Whether <see cref="Prepare"/> has run for the layers that there are, and nothing was frozen or freed since.</summary>
    public bool IsPrepared => _preparedFor == State;

    /// <summary>Whether <see cref="Prepare"/> has run at all for the layers that there are.</summary>
    public bool WasPrepared => _preparedFor >= 0;

    private static long State => Variable.TrainableChanges + Layer.InnerState;

    /// <summary>Looks up which weights are to be trained, and makes what the optimizer keeps for them.</summary>
    /// <exception cref="InvalidOperationException">Another thread is at work with a layer that came or was freed since.</exception>
    public void Prepare()
    {
        model.Owner.HoldNewParts();
        _preparedFor = State;
        Variables = [.. model.TrainableWeights];
        FindRegularized();
        optimizer.Build(Variables);
    }

    /// <summary>Looks up which weights have penalties.</summary>
    public void FindRegularized() => (_regularizedFor, _regularized) = (State, Penalties.Regularized(model.Weights));

    /// <summary>Says that layers came or went: their weights have to be looked up again.</summary>
    public void Forget() => (_preparedFor, _regularized) = (-1, null);

    /// <summary>Puts the moving averages of the weights in their place, where the optimizer keeps some.</summary>
    public void Finish() => optimizer.FinalizeVariableValues(Variables);

    /// <summary>A weight of the model with a value that is NaN or infinite; null where there is none.</summary>
    public Variable? NotFinite()
    {
        foreach (Variable weight in model.Weights)
        {
            if (!ValueChecks.AreFinite(weight.Value.Values)) return weight;
        }

        return null;
    }
}
