import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef, type ReactNode } from "react";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

export const COLOURS = { navy: "#1f4a80", green: "#2f8f57", amber: "#c77700", red: "#b3201f", grey: "#8a94a6" } as const;

/** A picture of numbers that also stand in a table beside it; `label` says what it shows to who cannot see it. */
export default function Chart({ option, label, height = 260 }: { readonly option: EChartsCoreOption; readonly label: string; readonly height?: number }): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const chart = init(place.current);
    const base = { textStyle: { fontFamily: "Be Vietnam Pro" }, animationDuration: 300, grid: { left: 8, right: 12, top: 32, bottom: 4, containLabel: true } };
    // tooltips are drawn on the canvas: written as HTML they would need inline styles
    chart.setOption({ ...base, ...option, tooltip: { trigger: "axis", renderMode: "richText", ...(typeof option["tooltip"] === "object" ? option["tooltip"] : {}) } });
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      chart.dispose();
    };
  }, [option]);
  return <div ref={place} className="chart" role="img" aria-label={label} style={{ height }} />;
}
