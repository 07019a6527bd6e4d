using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

// One step: accumulation, clipping, weight decay, the optimizer's own rule, moving averages, constraints, in Keras's order.
public abstract partial class Optimizer
{
    private float[] _adjusted = [];

    /// <summary>Whether the kernels of <see cref="Update"/> see to weight decay and clipping, in the same pass over the memory.</summary>
    private protected virtual bool IsFused => false;

    /// <summary>Writes the moving averages into variables, if the optimizer keeps them. <c>Fit</c> does so when it ends.</summary>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    public void FinalizeVariableValues(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (Inner is { } inner)
        {
            inner.FinalizeVariableValues(variables);
            return;
        }

        if (!Options.UseEma || StepCount == 0) return;
        TakeAverages();
        using WeightChange.Turn turn = WeightChange.Begin(variables);
        foreach (Variable variable in variables)
        {
            if (_states.TryGetValue(variable, out VariableState? state)) variable.Value.Assign(state.Average!.Value);
        }
    }

    /// <summary>Runs once before the weights change in a step.</summary>
    private protected virtual void BeginStep(OptimizerStep step)
    {
    }

    private void Apply(in Gradients gradients)
    {
        GradientHook?.Invoke(new StepGradients(gradients));
        Step(gradients);
    }

    /// <summary>Takes a step, once the hook has seen the gradients.</summary>
    private protected virtual void Step(in Gradients gradients)
    {
        RequireFinite(gradients);

        // A custom loop takes no step of a trainer, which does so before its forward pass.
        TakeAverages();
        for (int i = 0; i < gradients.Count; i++) StateOf(gradients.Variable(i));

        // Before anything changes, as it may be refused; and before the change begins, since a schedule is code of others, which nobody who
        // predicts is to wait for.
        float rate = RateOfStep();

        // Weights and the statistics that belong to them at once: a prediction on another thread sees all of the step or nothing.
        LateMoves? late = Tape.Current?.LateMoves;
        using WeightChange.Turn turn = WeightChange.Begin(gradients.Variables, late?.Variables);
        if (Options.GradientAccumulationSteps is not { } calls)
        {
            UpdateAll(gradients, Unscale, rate);
        }
        else
        {
            Accumulate(gradients);
            if ((StepCount + 1) % calls == 0)
            {
                UpdateAll(gradients, 1f / calls, rate);
                foreach (VariableState state in _order) state.Accumulator!.Value.Span.Clear();
            }
        }

        if (Options.UseEma) UpdateAverages(gradients);
        StepCount++;
        Constrain(gradients);
        late?.Run();
    }

    // Last, and in calls that only accumulate too, as in Keras.
    private static void Constrain(in Gradients gradients)
    {
        for (int i = 0; i < gradients.Count; i++)
        {
            Variable variable = gradients.Variable(i);
            if (variable.Constraint is null || gradients.Span(i).IsEmpty) continue;
            variable.Constraint.Project(variable.Value.Values, variable.Shape);
        }
    }

    private void Accumulate(in Gradients gradients)
    {
        for (int i = 0; i < gradients.Count; i++)
        {
            ReadOnlySpan<float> gradient = gradients.Span(i);
            if (gradient.IsEmpty) continue;
            GradientKernels.Accumulate(gradient, StateOf(gradients.Variable(i)).Accumulator!.Value.Span, Unscale, gradients.Touched(i));
        }
    }

    private void UpdateAll(in Gradients gradients, float? scale, float rate)
    {
        var step = new OptimizerStep(rate, Iterations + 1);
        if (Options.GlobalClipNorm is { } limit)
        {
            double norm = Math.Sqrt(SumOfSquares(gradients)) * (scale ?? 1f);
            scale = (scale ?? 1f) * OptimizerOptions.ClipScale(norm, (float)limit);
        }

        BeginStep(step);
        for (int i = 0; i < gradients.Count; i++)
        {
            VariableState state = StateOf(gradients.Variable(i));
            ReadOnlySpan<float> gradient = GradientOf(gradients, i, state);
            if (!gradient.IsEmpty) Change(state, gradient, TouchedOf(gradients, i, state), scale, step);
        }
    }

    private void Change(VariableState state, ReadOnlySpan<float> gradient, TouchedBlocks? touched, float? scale, OptimizerStep step)
    {
        Span<float> weight = state.Variable.Value.Values;
        var slots = new Slots(state.Slots);
        GradientRule rule = Options.RuleFor(gradient, touched, scale);
        float decay = state.Decay is { } share ? step.LearningRate * (float)share : 0f;
        if (IsFused)
        {
            Update(weight, gradient, slots, step with { Decay = decay, Gradient = rule });
            return;
        }

        if (decay != 0) TensorPrimitives.Multiply(weight, 1f - decay, weight);
        if (!rule.IsPlain)
        {
            if (_adjusted.Length < gradient.Length) _adjusted = GC.AllocateUninitializedArray<float>(gradient.Length);
            Span<float> adjusted = _adjusted.AsSpan(0, gradient.Length);
            GradientKernels.Adjust(gradient, rule, adjusted);
            gradient = adjusted;
        }

        Update(weight, gradient, slots, step with { Shape = state.Variable.Shape });
    }

    private double SumOfSquares(in Gradients gradients)
    {
        double sum = 0;
        for (int i = 0; i < gradients.Count; i++)
        {
            VariableState state = StateOf(gradients.Variable(i));
            sum += GradientNorm.SumOfSquares(GradientOf(gradients, i, state), TouchedOf(gradients, i, state));
        }

        return sum;
    }

    // Accumulated or as it came; empty for a variable that has none in this call, which then stays, as in Keras.
    private static ReadOnlySpan<float> GradientOf(in Gradients gradients, int i, VariableState state)
    {
        ReadOnlySpan<float> gradient = gradients.Span(i);
        return state.Accumulator is null || gradient.IsEmpty ? gradient : state.Accumulator.Value.Span;
    }

    // A sum over several calls may be anything everywhere.
    private static TouchedBlocks? TouchedOf(in Gradients gradients, int i, VariableState state) =>
        state.Accumulator is null ? gradients.Touched(i) : null;

    // Of the variables of this step only: others may be frozen, or belong to another model.
    private void UpdateAverages(in Gradients gradients)
    {
        // The first average is the weight itself.
        double momentum = Iterations == 0 ? 0 : Options.EmaMomentum;
        bool overwrite = Options.EmaOverwriteFrequency is { } frequency && (Iterations + 1) % frequency == 0;
        for (int i = 0; i < gradients.Count; i++)
        {
            VariableState state = StateOf(gradients.Variable(i));
            GradientKernels.UpdateAverage(state.Variable.Value.Values, state.Average!.Value.Span, momentum);
            if (overwrite) state.Variable.Value.Assign(state.Average.Value);
        }
    }
}
