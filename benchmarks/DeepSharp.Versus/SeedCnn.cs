using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>The CIFAR-10 network of the tutorial, from images (batch, 3, 32, 32) to logits.</summary>
internal sealed class SeedCnn : Module<Tensor, Tensor>
{
    public const double ForwardOperations = 2.0 * (30 * 30 * 32 * 27 + 13 * 13 * 64 * 288 + 4 * 4 * 64 * 576 + 1024 * 64 + 64 * 10);

    // Kernel gradients cost what the forward pass does, input gradients too, but the first layer needs none.
    public const double TrainOperations = 3 * ForwardOperations - 2.0 * 30 * 30 * 32 * 27;

    private readonly Conv2d _conv1 = Conv2d(3, 32, 3), _conv2 = Conv2d(32, 64, 3), _conv3 = Conv2d(64, 64, 3);
    private readonly Linear _hidden = Linear(1024, 64), _logits = Linear(64, 10);

    public SeedCnn() : base("seedcnn") => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        Tensor x = functional.max_pool2d(functional.relu(_conv1.call(images)), 2);
        x = functional.max_pool2d(functional.relu(_conv2.call(x)), 2);
        x = functional.relu(_conv3.call(x)).flatten(1);
        return _logits.call(functional.relu(_hidden.call(x)));
    }
}
