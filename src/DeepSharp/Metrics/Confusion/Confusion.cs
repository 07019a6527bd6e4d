namespace DeepSharp;

/// <summary>How often yes and no were said, and were right.</summary>
internal readonly record struct Confusion(double TruePositives, double FalsePositives, double TrueNegatives, double FalseNegatives)
{
    /// <summary>The share of what was said to be yes that is.</summary>
    public double Precision => Share(TruePositives, FalsePositives);

    /// <summary>The share of what is yes that was said to be; also called sensitivity.</summary>
    public double Recall => Share(TruePositives, FalseNegatives);

    /// <summary>The share of what is no that was said to be.</summary>
    public double Specificity => Share(TrueNegatives, FalsePositives);

    /// <summary>The share of what is no that was said to be yes.</summary>
    public double FallOut => Share(FalsePositives, TrueNegatives);

    /// <summary>0 where there is nothing.</summary>
    public static double Share(double part, double rest) => part + rest == 0 ? 0 : part / (part + rest);
}
