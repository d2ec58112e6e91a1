namespace KeyBindingProvider.Core.Planning;

/// <summary>Minimum weighted vertex cover of a bipartite graph, by maximum flow (König): exact, deterministic.</summary>
internal static class BipartiteCover
{
    /// <summary>Which left and right vertices cover every edge at the least weight; <paramref name="rightToLeft"/> lists each right vertex's neighbours.</summary>
    public static (bool[] Left, bool[] Right) Minimum(int[] leftWeights, int[] rightWeights, int[][] rightToLeft)
    {
        // Flow left -> right over unbounded edges; a source edge is as wide as a left weight, a sink edge as a right one.
        var leftResidual = (int[])leftWeights.Clone();
        var rightResidual = (int[])rightWeights.Clone();
        var flow = rightToLeft.Select(neighbours => new int[neighbours.Length]).ToArray();
        var leftToRight = new List<(int Right, int Slot)>[leftWeights.Length];
        for (var l = 0; l < leftToRight.Length; l++)
        {
            leftToRight[l] = [];
        }

        for (var r = 0; r < rightToLeft.Length; r++)
        {
            for (var slot = 0; slot < rightToLeft[r].Length; slot++)
            {
                leftToRight[rightToLeft[r][slot]].Add((r, slot));
            }
        }

        SaturateDirectly();
        while (Augment()) { }

        // What the source still reaches: a left vertex is in the cover when it is not reached, a right one when it is.
        var (leftSeen, rightSeen, _, _) = Search();
        return ([.. leftSeen.Select(seen => !seen)], rightSeen);

        void SaturateDirectly()
        {
            for (var l = 0; l < leftToRight.Length; l++)
            {
                foreach (var (r, slot) in leftToRight[l])
                {
                    var push = Math.Min(leftResidual[l], rightResidual[r]);
                    Push(l, r, slot, push);
                    leftResidual[l] -= push;
                    rightResidual[r] -= push;
                }
            }
        }

        void Push(int l, int r, int slot, int amount) => flow[r][slot] += amount;

        bool Augment()
        {
            var (_, rightSeen, rightParent, leftParent) = Search();
            var end = Array.FindIndex(rightResidual, 0, residual => residual > 0);
            while (end >= 0 && !rightSeen[end])
            {
                end = Array.FindIndex(rightResidual, end + 1, residual => residual > 0);
            }

            if (end < 0)
            {
                return false;
            }

            // Walk back to the source for the bottleneck, then once more to push.
            var bottleneck = rightResidual[end];
            for (var r = end; ; )
            {
                var l = rightToLeft[r][rightParent[r]];
                if (leftParent[l].Right < 0)
                {
                    bottleneck = Math.Min(bottleneck, leftResidual[l]);
                    break;
                }

                bottleneck = Math.Min(bottleneck, flow[leftParent[l].Right][leftParent[l].Slot]);
                r = leftParent[l].Right;
            }

            rightResidual[end] -= bottleneck;
            for (var r = end; ; )
            {
                var l = rightToLeft[r][rightParent[r]];
                flow[r][rightParent[r]] += bottleneck;
                if (leftParent[l].Right < 0)
                {
                    leftResidual[l] -= bottleneck;
                    return true;
                }

                flow[leftParent[l].Right][leftParent[l].Slot] -= bottleneck;
                r = leftParent[l].Right;
            }
        }

        (bool[] LeftSeen, bool[] RightSeen, int[] RightParent, (int Right, int Slot)[] LeftParent) Search()
        {
            var seenLeft = new bool[leftWeights.Length];
            var seenRight = new bool[rightWeights.Length];
            var parentOfRight = new int[rightWeights.Length];
            var parentOfLeft = new (int Right, int Slot)[leftWeights.Length];
            var queue = new Queue<int>();
            for (var l = 0; l < seenLeft.Length; l++)
            {
                if (leftResidual[l] > 0)
                {
                    (seenLeft[l], parentOfLeft[l]) = (true, (-1, -1));
                    queue.Enqueue(l);
                }
            }

            while (queue.TryDequeue(out var l))
            {
                foreach (var (r, slot) in leftToRight[l])
                {
                    if (seenRight[r])
                    {
                        continue;
                    }

                    (seenRight[r], parentOfRight[r]) = (true, slot);
                    for (var back = 0; back < rightToLeft[r].Length; back++)
                    {
                        var other = rightToLeft[r][back];
                        if (flow[r][back] > 0 && !seenLeft[other])
                        {
                            (seenLeft[other], parentOfLeft[other]) = (true, (r, back));
                            queue.Enqueue(other);
                        }
                    }
                }
            }

            return (seenLeft, seenRight, parentOfRight, parentOfLeft);
        }
    }
}
