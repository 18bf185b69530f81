// Pictures that the server drew become charts to move over. Without script, or without uPlot, the pictures stay.
"use strict";

function paint(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

const PAINTS = { admit: "--good", ask_customer: "--ask", hold: "--hold", cancel: "--bad", plain: "--accent" };

function draw(place) {
  const told = JSON.parse(place.dataset.chart);
  if (told.days.length < 2) return; // one day is no line; the picture shows it as a dot
  const [ink, rule] = [paint("--ink"), paint("--line")];
  const axis = { stroke: ink, grid: { stroke: rule, width: 1 }, ticks: { stroke: rule, width: 1 } };
  const shown = (value) => (value == null ? "–" : `${Math.round(value * 100) / 100}${told.unit ? ` ${told.unit}` : ""}`);
  const day = (seconds) => (seconds == null ? "–" : new Date(seconds * 1000).toISOString().slice(0, 10));
  const options = {
    width: place.clientWidth,
    height: 200,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    scales: { y: { range: (_, low, high) => [0, Math.max((high || 1) * 1.06, 1)] } },
    axes: [{ ...axis, values: (_, all) => all.map((each) => day(each).slice(5)) }, { ...axis, size: 56 }],
    series: [
      { label: place.dataset.day, value: (_, value) => day(value) },
      ...told.lines.map((line) => ({
        label: line.name,
        stroke: paint(PAINTS[line.color] || PAINTS.plain),
        width: 2,
        points: { show: told.days.length < 40 },
        value: (_, value) => shown(value),
      })),
    ],
  };
  place.replaceChildren();
  const chart = new uPlot(options, [told.days, ...told.lines.map((line) => line.values)], place);
  place.closest("figure").classList.add("drawn");
  window.addEventListener("resize", () => chart.setSize({ width: place.clientWidth, height: 200 }));
}

if (window.uPlot) document.querySelectorAll("[data-chart]").forEach(draw);
