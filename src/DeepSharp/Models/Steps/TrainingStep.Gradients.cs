namespace DeepSharp;

// For steps that train parts of a model in their own ways, such as those of a GAN.
public sealed partial class TrainingStep
{
    /// <summary>
    /// Changes some weights by the gradient of a loss, with a given optimizer: for models that are trained in parts, each with its
    /// own loss. Adds the penalties of these weights' regularizers. Reports nothing; see <see cref="Report"/>.
    /// </summary>
    /// <remarks>
    /// It may be called several times in a step, for different losses. What the second loss needs is computed after the first call, so that
    /// it sees the weights that the first call changed. <see cref="Ops.StopGradient"/> keeps a gradient from where it is not wanted.
    /// </remarks>
    /// <param name="loss">One number, computed in this step.</param>
    /// <param name="optimizer">Each set of weights needs one of its own.</param>
    /// <param name="variables">The weights to change.</param>
    /// <returns>The loss with the penalties.</returns>
    /// <exception cref="NonFiniteLossException">The loss is not a number, or infinite; the weights are as before the call.</exception>
    /// <exception cref="NonFiniteGradientException">A gradient is not finite; the weights are as before the call.</exception>
    /// <exception cref="InvalidOperationException">This is a step of evaluation.</exception>
    /// <example><code>
    /// protected override void TrainStep(TrainingStep step)
    /// {
    ///     Tensor real = step.X, fake = Ops.StopGradient(_generator.Apply(Noise(step.SampleCount), training: true));
    ///     Tensor loss = RealLoss(_critic.Apply(real, training: true)) + FakeLoss(_critic.Apply(fake, training: true));
    ///     step.Report("critic_loss", step.Minimize(loss, _criticOptimizer, _critic.TrainableWeights));
    /// }
    /// </code></example>
    public double Minimize(Tensor loss, Optimizer optimizer, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(variables);
        return Minimize(loss, optimizer, variables, variables);
    }

    /// <summary>
    /// The gradients of the sum of a tensor of this step with respect to weights, for those who change them before they call
    /// <see cref="Optimizer.Apply(IReadOnlyList{Variable}, IReadOnlyList{Tensor})"/>; null where it does not depend on one.
    /// </summary>
    /// <param name="target">What was computed in this step.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <returns>Readable until the next gradients of this step.</returns>
    /// <exception cref="InvalidOperationException">
    /// This is a step of evaluation, or the target depends on nothing that the tape watches.
    /// </exception>
    /// <example><code>
    /// Tensor?[] gradients = step.Gradient(Optimizer!.ScaleLoss(loss), TrainableWeights);
    /// Optimizer.Apply(TrainableWeights, gradients);
    /// </code></example>
    public Tensor?[] Gradient(Tensor target, IReadOnlyList<Variable> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var tensors = new Tensor[sources.Count];
        for (int i = 0; i < tensors.Length; i++) tensors[i] = sources[i].Value;
        return Gradient(target, tensors);
    }

    /// <summary>
    /// The gradients of the sum of a tensor of this step with respect to tensors: those that it <see cref="Watch"/>es, and what was
    /// computed on the way, such as the output of a layer in the middle.
    /// </summary>
    /// <param name="target">What was computed in this step.</param>
    /// <param name="sources">What to differentiate by.</param>
    /// <returns>Readable until the next gradients of this step; null where the target does not depend on one.</returns>
    /// <exception cref="InvalidOperationException">
    /// This is a step of evaluation, or the target depends on nothing that the tape watches.
    /// </exception>
    public Tensor?[] Gradient(Tensor target, params ReadOnlySpan<Tensor> sources)
    {
        ArgumentNullException.ThrowIfNull(target);
        RequireTraining("Gradient");
        _tape.Backward(target, sources);
        _hasGradients = true;
        var gradients = new Tensor?[sources.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            gradients[i] = _tape.GradientBlock(sources[i]) is { } block ? _tape.Memory!.Wrap(block, sources[i].Shape) : null;
        }

        return gradients;
    }

    /// <summary>Asks for the gradient of a tensor that is no trainable weight, such as the inputs; before it is used.</summary>
    /// <example><code>
    /// step.Watch(step.X);
    /// Tensor loss = step.ComputeLoss(step.Apply());
    /// Tensor slope = step.Gradient(loss, step.X)[0]!;
    /// </code></example>
    public void Watch(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        _tape.Watch(tensor);
    }

    private double Minimize(Tensor loss, Optimizer optimizer, IReadOnlyList<Variable> variables, IReadOnlyList<Variable> regularized)
    {
        ArgumentNullException.ThrowIfNull(loss);
        RequireTraining("Minimize");
        loss = Penalties.AddRecorded(loss, regularized);
        ThrowIfNotFinite(loss.Item(), optimizer);
        bool learns = variables.Count > 0 && _tape.NodeOf(loss) is not null;
        if (learns) _tape.Backward(optimizer.ScaleLoss(loss));
        else _tape.BeginGradients();
        bool shrinks = variables.Count > 0 && regularized.Count > 0;
        float scale = optimizer.LossScale ?? 1f;
        double total = loss.Item() + Penalties.AddDirect(regularized, shrinks ? _tape : null, scale);
        ThrowIfNotFinite(total, optimizer);
        _hasGradients = true;
        if (learns || shrinks) optimizer.Apply(variables, _tape);
        return total;
    }

    private void RequireTraining(string method)
    {
        if (IsTraining) return;
        throw new InvalidOperationException($"{method}: expected a step of training, but this one evaluates. Call ReportLoss.");
    }
}
