"""A plain PyTorch loop: three kinds of vibration, told apart by a small network."""

import sys

import torch
from torch import nn

EPOCHS = int(sys.argv[1]) if len(sys.argv) > 1 else 20


def signals(count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Tones at 20, 45 and 80 cycles a window, in noise."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(0, 3, (count,), generator=generator)
    time = torch.arange(256) / 256
    cycles = torch.tensor([20.0, 45.0, 80.0])[labels][:, None]
    phase = torch.rand(count, 1, generator=generator)
    noise = torch.randn(count, 256, generator=generator)
    return torch.sin(2 * torch.pi * (cycles * time + phase)) + 2 * noise, labels


torch.manual_seed(0)
torch.use_deterministic_algorithms(True)
train_set = torch.utils.data.TensorDataset(*signals(900, seed=1))
loader = torch.utils.data.DataLoader(train_set, batch_size=32, shuffle=True)
test_signals, test_labels = signals(300, seed=2)

model = nn.Sequential(
    nn.Linear(256, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 3)
)  # fmt: skip
optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS)


def accuracy() -> float:
    model.eval()
    with torch.no_grad():
        return (model(test_signals).argmax(1) == test_labels).float().mean().item()


for epoch in range(EPOCHS):
    model.train()
    total = 0.0
    for batch, labels in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(batch), labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    scheduler.step()
    print(f"epoch {epoch + 1}: loss {total / len(loader):.4f}, accuracy {accuracy():.3f}", flush=True)

torch.save(model.state_dict(), "model.pt")
print(f"final accuracy {accuracy():.6f}")
