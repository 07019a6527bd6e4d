namespace DeepSharp;

/// <summary>The curve that <see cref="Metric.AUC"/> is the area under.</summary>
public enum AUCCurve
{
    /// <summary>Recall by the share of no that was said to be yes (receiver operating characteristic).</summary>
    ROC,

    /// <summary>Precision by recall.</summary>
    PR,

    /// <summary>Precision gain by recall gain (Flach and Kull 2015).</summary>
    PRGain,
}
