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

    /// <summary>A gradient scaled and then kept within a limit.</summary>
    public static double Adjusted(double g, double scale, double limit) => Math.Min(Math.Max(g * scale, -limit), limit);

    // The rules below read and write s: the weight and then the slots, in Keras's order.

    public static void RmsProp(
        Span<double> s, double g, double rate, double rho, double momentum, double epsilon, bool centered, double decay)
    {
        s[0] -= s[0] * decay;
        s[1] = rho * s[1] + (1 - rho) * g * g;
        double divisor = s[1];
        if (centered)
        {
            s[2] = rho * s[2] + (1 - rho) * g;
            divisor -= s[2] * s[2];
        }

        double step = rate * g / Math.Sqrt(divisor + epsilon);
        if (momentum > 0) step = s[3] = momentum * s[3] + step;
        s[0] -= step;
    }

    public static void Adagrad(Span<double> s, double g, double rate, double epsilon, double decay)
    {
        s[0] -= s[0] * decay;
        s[1] += g * g;
        s[0] -= rate * g / Math.Sqrt(s[1] + epsilon);
    }

    public static void Adadelta(Span<double> s, double g, double rate, double rho, double epsilon, double decay)
    {
        s[0] -= s[0] * decay;
        s[1] = rho * s[1] + (1 - rho) * g * g;
        double delta = -Math.Sqrt(s[2] + epsilon) / Math.Sqrt(s[1] + epsilon) * g;
        s[2] = rho * s[2] + (1 - rho) * delta * delta;
        s[0] += rate * delta;
    }

    public static void Adamax(Span<double> s, double g, int step, double rate, double beta1, double beta2, double epsilon, double decay)
    {
        s[0] -= s[0] * decay;
        s[1] = beta1 * s[1] + (1 - beta1) * g;
        s[2] = Math.Max(beta2 * s[2], Math.Abs(g));
        s[0] -= rate / (1 - Math.Pow(beta1, step)) * s[1] / (s[2] + epsilon);
    }

    public static void Nadam(Span<double> s, double g, int step, double rate, double beta1, double beta2, double epsilon, double decay)
    {
        double product = 1;
        for (int t = 1; t <= step; t++) product *= Momentum(t);
        s[0] -= s[0] * decay;
        s[1] = beta1 * s[1] + (1 - beta1) * g;
        s[2] = beta2 * s[2] + (1 - beta2) * g * g;
        double mean = Momentum(step + 1) * s[1] / (1 - product * Momentum(step + 1)) + (1 - Momentum(step)) * g / (1 - product);
        double variance = s[2] / (1 - Math.Pow(beta2, step));
        s[0] -= rate * mean / (Math.Sqrt(variance) + epsilon);

        double Momentum(int t) => beta1 * (1 - 0.5 * Math.Pow(0.96, t));
    }

    public static void Lion(Span<double> s, double g, double rate, double beta1, double beta2, double decay)
    {
        s[0] -= s[0] * decay;
        s[0] -= rate * Math.Sign(beta1 * s[1] + (1 - beta1) * g);
        s[1] = beta2 * s[1] + (1 - beta2) * g;
    }

    /// <summary>A whole weight: the size of the step depends on its norm.</summary>
    public static void Lamb(
        double[] w, double[] g, double[] m, double[] v, int step, (double Rate, double Beta1, double Beta2, double Epsilon) a)
    {
        var u = new double[w.Length];
        for (int i = 0; i < w.Length; i++)
        {
            m[i] = a.Beta1 * m[i] + (1 - a.Beta1) * g[i];
            v[i] = a.Beta2 * v[i] + (1 - a.Beta2) * g[i] * g[i];
            u[i] = m[i] / (1 - Math.Pow(a.Beta1, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(a.Beta2, step))) + a.Epsilon);
        }

        double norm = Math.Sqrt(w.Sum(x => x * x)), length = Math.Sqrt(u.Sum(x => x * x));
        double ratio = norm > 0 && length > 0 ? norm / length : 1;
        for (int i = 0; i < w.Length; i++) w[i] -= ratio * a.Rate * u[i];
    }

    /// <summary>A whole weight (outer, rows, columns), or with no rows one without means for rows and columns.</summary>
    public static void Adafactor(
        double[] w, double[] g, double[] r, double[] c, double[] v, int rows, int columns, int step, double rate,
        (double Decay, double Epsilon1, double Epsilon2, double Threshold) a)
    {
        double kept = 1 - Math.Pow(step, a.Decay);
        double[] squares = [.. g.Select(x => x * x + a.Epsilon1)];
        if (rows == 0)
        {
            for (int i = 0; i < w.Length; i++) v[i] = kept * v[i] + (1 - kept) * squares[i];
        }
        else
        {
            for (int i = 0; i < r.Length; i++) r[i] = kept * r[i] + (1 - kept) * squares.Skip(i * columns).Take(columns).Average();
            for (int i = 0; i < c.Length; i++)
            {
                int first = i / columns * rows * columns + i % columns;
                c[i] = kept * c[i] + (1 - kept) * Enumerable.Range(0, rows).Average(row => squares[first + row * columns]);
            }

            for (int i = 0; i < v.Length; i++)
            {
                int outer = i / columns / rows;
                v[i] = r[i / columns] / r.Skip(outer * rows).Take(rows).Average() * c[outer * columns + i % columns];
            }
        }

        double size = Math.Min(rate, 1 / Math.Sqrt(step)) * Math.Max(a.Epsilon2, Math.Sqrt(w.Average(x => x * x)));
        double[] u = [.. g.Zip(v, (x, square) => x / Math.Sqrt(square))];
        double clip = Math.Max(1, Math.Sqrt(u.Average(x => x * x)) / a.Threshold);
        for (int i = 0; i < w.Length; i++) w[i] -= size * u[i] / clip;
    }

    public static void Ftrl(
        Span<double> s, double g, double rate, double power, (double L1, double L2, double Shrinkage, double Beta) a, double decay)
    {
        s[0] -= s[0] * decay;
        double sum = s[1] + g * g, root = Math.Pow(sum, -power);
        s[2] += g + 2 * a.Shrinkage * s[0] - (root - Math.Pow(s[1], -power)) / rate * s[0];
        s[1] = sum;
        s[0] = (Math.Clamp(s[2], -a.L1, a.L1) - s[2]) / (root / rate + 2 * (a.L2 + a.Beta / (2 * rate)));
    }
}
