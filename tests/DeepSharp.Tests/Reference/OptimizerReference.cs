namespace DeepSharp.Tests.Reference;

/// <summary>One weight, one step, in double precision, as Keras's documentation writes the rules.</summary>
internal static class OptimizerReference
{
    public static void Sgd(ref double w, double g, ref double velocity, double rate, double momentum, bool nesterov, double decay)
    {
        w -= w * decay;
        velocity = momentum * velocity - rate * g;
        w += nesterov ? momentum * velocity - rate * g : velocity;
    }

    public static void Adam(
        ref double w,
        double g,
        ref double mean,
        ref double variance,
        ref double largest,
        int step,
        (double Rate, double Beta1, double Beta2, double Epsilon) a,
        bool amsGrad,
        double decay)
    {
        w -= w * decay;
        double alpha = a.Rate * Math.Sqrt(1 - Math.Pow(a.Beta2, step)) / (1 - Math.Pow(a.Beta1, step));
        mean = a.Beta1 * mean + (1 - a.Beta1) * g;
        variance = a.Beta2 * variance + (1 - a.Beta2) * g * g;
        largest = Math.Max(largest, variance);
        w -= mean * alpha / (Math.Sqrt(amsGrad ? largest : variance) + a.Epsilon);
    }
}
